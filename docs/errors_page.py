"""
Writes docs/errors.md: what AWS says when a push or an execution fails, and what to do.

    python -m docs.errors_page > docs/errors.md          (`make docs`)

A test compares the file with what this writes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from workflow_updater.plan.hints.change_sets import CHANGE_SETS
from workflow_updater.plan.hints.executions import EXECUTIONS
from workflow_updater.plan.hints.hint import Hint, first_cure
from workflow_updater.plan.hints.updates import UPDATES

RECORDED = Path(__file__).parents[1] / "tests" / "golden" / "hints"
ROOMS = (
    ("The change set is not made", CHANGE_SETS),
    ("The update fails, and is rolled back", UPDATES),
    ("The execution fails", EXECUTIONS),
)
INTRODUCTION = """# What AWS says, and what to do

When a push or an execution fails, the first cause comes first, then what it brought about, then `→` with what to do.
This page has the sentences of AWS that come with a cure, each as it was recorded once; what no sentence stands here for
is told in its own words. Exit codes and flags: [README](../README.md); errors of definitions: [rules.md](rules.md).

What is not here: a machine whose role lacks the rights for tracing. Step Functions takes the update and leaves the
traces out without a word; `plan` tells it before.
"""


def page() -> str:
    """Return the text of the page."""
    return "\n".join([INTRODUCTION, *(line for title, hints in ROOMS for line in _room(title, hints))])


def _room(title: str, hints: Iterable[Hint]) -> Iterator[str]:
    yield f"## {title}\n"
    for hint in hints:
        recorded = (RECORDED / f"{hint.name}.txt").read_text("utf-8").strip()
        yield f"### {hint.name}\n"
        yield f"```text\n{recorded}\n```\n"
        yield f"→ {first_cure([hint], recorded)}\n"
        yield f"Source: {hint.source}.\n"


if __name__ == "__main__":
    sys.stdout.write(page())
