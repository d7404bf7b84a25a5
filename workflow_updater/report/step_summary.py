"""What a push or a plan leaves on the page of a GitHub Actions run: Markdown that no definition can break out of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow_updater.core.permissions.comparison import Lack
from workflow_updater.core.printable import printable
from workflow_updater.core.short import short_id
from workflow_updater.plan.model import Plan
from workflow_updater.report.deployment import runs_now
from workflow_updater.report.difference import Compared
from workflow_updater.report.difference_markdown import changes_markdown, code, fenced
from workflow_updater.report.graph.chart import chart_of_change
from workflow_updater.report.graph.mermaid import is_drawable, mermaid
from workflow_updater.report.permissions import lack_line

# source: actions/runner, src/Runner.Worker/FileCommandManager.cs, AttachmentSizeLimit: above it the step has no summary
# at all. All that a step writes counts, as UTF-8.
STEP_SUMMARY_MAX_BYTES = 1024 * 1024
_MOST_LACKS = 20
_LONGEST_CAUSE = 4_000  # characters; a macro's message may quote a whole definition


@dataclass(frozen=True)
class Ending:
    """
    How it ended, in *words* behind the name of the target: `updated`, `refused`; *seconds* is how long it took.

    A failure has a *cause*, lines with the root cause among them, and a *cure* where there is one.
    """

    words: str
    seconds: float
    cause: str = ""
    cure: str = ""


def step_summary(title: str, plan: Plan | None, ending: Ending, *, room: float = math.inf) -> str:
    """
    Return the summary in the longest form that takes at most *room* bytes: whole, without picture, the head; or "".

    *title* names what was asked for, as long as there is no *plan* that knows its target.
    """
    forms = _forms(str(plan.target) if plan else title, plan, ending)
    return next((form for form in forms if len(form.encode()) <= room), "")


def _forms(title: str, plan: Plan | None, ending: Ending) -> Iterator[str]:
    head = _head(title, plan, ending)
    if plan and plan.differences:
        role = plan.permissions
        lacks = [*_lacks("The role lacks", role.missing), *_lacks("Not sure that the role may", role.unsure)]
        yield "\n".join([head, *lacks, changes_markdown(_compared(plan), _picture(plan))])
        yield "\n".join([head, *lacks, changes_markdown(_compared(plan))])
    yield head


def _head(title: str, plan: Plan | None, ending: Ending) -> str:
    parts = [f"### {'❌' if ending.cause else '✅'} {code(title)} {ending.words}, {ending.seconds:.1f} s\n"]
    if plan and not plan.is_unchanged:
        parts.append(f"{code(runs_now(plan))} → {code(short_id(plan.publication.digest))}{_origin(plan)}\n")
    if ending.cause:
        told = "\n".join(printable(line) for line in ending.cause.split("\n"))
        told = told if len(told) <= _LONGEST_CAUSE else f"{told[:_LONGEST_CAUSE]}…"
        cure = f"\n→ {printable(ending.cure)[:_LONGEST_CAUSE]}" if ending.cure else ""
        parts.append(fenced(told + cure, "text"))
    return "\n".join(parts)


def _origin(plan: Plan) -> str:
    """Return which commit the definition comes from, "" where nobody knows."""
    commit, dirty, _, subject = plan.provenance
    told = f", from {code(f'{short_id(commit)} {subject}'.strip())}" if commit else ""
    return f"{told} and what is not committed" if told and dirty else told


def _compared(plan: Plan) -> Compared:
    return Compared("", "", "", plan.differences)


def _lacks(title: str, lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield a list of what the role lacks: that fails at run time, whatever the push ends as."""
    if lacks:
        lines = [f"- {code(lack_line(lack))}" for lack in lacks[:_MOST_LACKS]]
        more = [f"- … {len(lacks) - _MOST_LACKS} more"] if len(lacks) > _MOST_LACKS else []
        yield "\n".join([f"**{title}**\n", *lines, *more, ""])


def _picture(plan: Plan) -> str:
    """Return the change as mermaid, "" where GitHub would not draw it."""
    chart = chart_of_change(*plan.compared, str(plan.target))
    text = mermaid(chart)
    return text if is_drawable(text, chart) else ""
