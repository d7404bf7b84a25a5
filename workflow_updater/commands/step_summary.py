"""Writes what a push leaves on the page of a GitHub Actions run, however it ends; elsewhere nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

from workflow_updater.clock import Clock
from workflow_updater.core.errors import WorkflowError
from workflow_updater.errors import DefinitionInvalid, DeployError
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import Planned, Progress
from workflow_updater.screen import Screen

_FAILURES = {
    1: "failed",
    2: "did not start: flags, settings or files are wrong",
    3: "has errors in its definition",
    4: "was refused",
    5: "failed: AWS did not answer, or denied it",
    6: "was not pushed: the stack stayed busy",
    7: "was still running at the deadline",
    130: "was interrupted",
}


class StepSummary:
    """
    A block that ends in a summary of it, appended to the file that GITHUB_STEP_SUMMARY names; without it in nothing.

    Within the block, `plan` is set as soon as it is known, and `words` tell how it ended well; an error that leaves the
    block is told instead. A summary that cannot be written fails nothing.
    """

    def __init__(self, environ: Mapping[str, str], title: str, clock: Clock, screen: Screen) -> None:
        self.plan: Plan | None = None
        self.words = ""
        self._file = environ.get("GITHUB_STEP_SUMMARY", "")
        self._title = title
        self._clock = clock
        self._started = clock.monotonic()
        self._screen = screen

    def __enter__(self) -> StepSummary:
        """Begin the block; its duration counts from the making of this object."""
        return self

    def watching(self, show: Callable[[Progress], None]) -> Callable[[Progress], None]:
        """Return what does as *show* does, and remembers the newest plan."""

        def remember(step: Progress) -> None:
            if isinstance(step, Planned):
                self.plan = step.plan
            show(step)

        return remember

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Write the summary; what ended the block goes on."""
        del kind, traceback
        if not self._file or not (self.words or error):
            return
        try:
            self._append(error)
        except OSError as fault:
            self._screen.note(f"no summary of this step: {self._file}: {fault.strerror}")

    def _append(self, error: BaseException | None) -> None:
        from workflow_updater.report.step_summary import STEP_SUMMARY_MAX_BYTES, Ending, step_summary

        seconds = self._clock.monotonic() - self._started
        ending = Ending(self.words, seconds)
        if error is not None:
            code = error.exit_code if isinstance(error, DeployError) else 130 * isinstance(error, KeyboardInterrupt)
            ending = Ending(_FAILURES.get(code, "failed"), seconds, _cause(error), getattr(error, "hint", ""))
        file = Path(self._file)
        written = file.stat().st_size if file.exists() else 0
        text = step_summary(self._title, self.plan, ending, room=STEP_SUMMARY_MAX_BYTES - written - 1)
        with file.open("ab") as summary:
            summary.write(f"{text}\n".encode(errors="backslashreplace"))


def _cause(error: BaseException) -> str:
    """Return what ended the block, and the findings that it carries."""
    if isinstance(error, DefinitionInvalid):
        from workflow_updater.report.text import finding_lines

        return "\n".join([error.message, *finding_lines(error.findings)])
    if isinstance(error, DeployError | WorkflowError):
        return str(error)
    return "interrupted" if isinstance(error, KeyboardInterrupt) else f"a bug: {type(error).__name__}"
