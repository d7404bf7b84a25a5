"""The only place that prints: results to stdout, progress and errors to stderr."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Mapping
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

from workflow_updater.core.printable import printable

if TYPE_CHECKING:
    from workflow_updater.live_area import Frame, LiveArea

_STYLE = re.compile(r"(\x1b\[[0-9;]*m)")  # as `report.colour` makes them
_DUMB = {"", "dumb", "unknown"}  # values of TERM for what cannot move its cursor
_QUIET_SECONDS = 1.0  # what is done sooner shows no seconds


class Screen:
    """
    Where a command speaks: `result` is what it was asked for, everything else is how it gets there.

    With *json_wanted* the result is one JSON object on stdout and text results are dropped. On a terminal `live` and
    `show` have lines that change in place, below the notes, until a result, an error, a question or `still` takes them
    away; elsewhere they are silent, so that logs hold plain lines only.
    """

    def __init__(
        self, *, json_wanted: bool = False, stdout: TextIO | None = None, stderr: TextIO | None = None
    ) -> None:
        self._json_wanted = json_wanted
        self._stdout = stdout or sys.stdout
        self._stderr = stderr or sys.stderr
        self._area: LiveArea | None = None
        self._thought_seconds = 0.0
        for stream in (self._stdout, self._stderr):
            if isinstance(stream, TextIOWrapper):  # a name may hold what the terminal, or UTF-8 itself, cannot show
                stream.reconfigure(errors="backslashreplace")

    @property
    def is_terminal(self) -> bool:
        """Whether progress is watched by a person; CI and NO_COLOR terminals count as logs for `live` and colour."""
        return self._stderr.isatty() and not os.environ.get("CI")

    @property
    def is_live(self) -> bool:
        """Whether lines can change in place: it is watched, on a terminal that can move its cursor."""
        return self.is_terminal and os.environ.get("TERM", "") not in _DUMB

    @property
    def is_interactive(self) -> bool:
        """Whether a question can be asked: stdin and stderr are a terminal."""
        return sys.stdin.isatty() and self.is_terminal

    @property
    def has_colour(self) -> bool:
        """Whether results may be coloured: stdout is a terminal that can, and NO_COLOR is not set (no-color.org)."""
        return self._stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def columns(self) -> int | None:
        """How wide a line of the result may be, as stdout's terminal is; None where it is none: programs get it all."""
        from shutil import get_terminal_size  # most verbs need no width, and its import takes time

        return get_terminal_size().columns if self._stdout.isatty() else None

    @property
    def thought_seconds(self) -> float:
        """How long all questions took to be answered: no time that the work took."""
        return self._thought_seconds

    def result(self, text: str, *, end: str = "\n") -> None:
        """
        Print lines of the result, unless JSON was asked for; with *end* "" exactly the text, for programs.

        Whatever would command a terminal is shown as an escape, but for styles where there are colours: what is shown
        comes from records, stacks and files that somebody else wrote.
        """
        if not self._json_wanted:
            self.still()
            print(self._harmless(text) if end else text, end=end, file=self._stdout)

    def _harmless(self, text: str) -> str:
        if text.isprintable():
            return text
        pieces = _STYLE.split(text) if self.has_colour else [text]  # every other one is a style
        pieces[::2] = ["\n".join(map(printable, piece.split("\n"))) for piece in pieces[::2]]
        return "".join(pieces)

    def result_json(self, value: Mapping[str, Any]) -> None:
        """Print the result as one JSON object, when JSON was asked for."""
        if self._json_wanted:
            self.still()
            print(json.dumps(value, indent=2), file=self._stdout)

    def note(self, text: str) -> None:
        """Print lines of progress, what would command a terminal as escapes; a live line stays below them."""
        text = "\n".join(printable(line) for line in text.split("\n"))
        if self._area is None:
            print(text, file=self._stderr, flush=True)
        else:
            self._area.note(text)

    def error(self, message: str, hint: str = "") -> None:
        """Print a failure: where and what, then the cure."""
        self.still()
        self.note(f"error: {message}")
        if hint:
            self.note(f"  → {hint}")

    def confirm(self, question: str) -> bool:
        """Ask on the terminal and return whether the answer is yes; only where `is_interactive`."""
        self.still()
        print(f"{question} [y/N] ", end="", file=self._stderr, flush=True)
        asked = time.monotonic()
        answer = ""
        try:
            answer = sys.stdin.readline()
        finally:
            if not answer.endswith("\n"):  # Ctrl-D and Ctrl-C leave the cursor behind the question
                print(file=self._stderr, flush=True)
        self._thought_seconds += time.monotonic() - asked
        return answer.strip().lower() in {"y", "yes"}

    def live(self, text: str) -> None:
        """Show what is going on in a line that changes in place; nothing where nobody watches."""
        started = time.monotonic()

        def frame(width: int) -> list[list[tuple[str, str | None]]]:
            seconds = time.monotonic() - started
            took = f" · {seconds:.0f} s" if seconds >= _QUIET_SECONDS else ""
            return [[(printable(text)[: max(0, width - len(took))], None), (took, "quiet")]]

        self.show(frame)

    def show(self, frame: Frame) -> None:
        """Show lines that change in place, as *frame* draws them; nothing where nobody watches."""
        if not self.is_live:
            return
        if self._area is None:
            from workflow_updater.live_area import LiveArea

            self._area = LiveArea(self._stderr)
        self._area.show(frame)

    def still(self) -> None:
        """Take the live lines away."""
        if self._area is not None:
            self._area.close()
            self._area = None
