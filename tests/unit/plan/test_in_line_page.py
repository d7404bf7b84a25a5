"""docs/in_line.md tells of every status what the program tells of it."""

from __future__ import annotations

from pathlib import Path

from workflow_updater.plan.usable import STATUSES

PAGE = Path(__file__).parents[3] / "docs" / "in_line.md"
WITHOUT_CURE = {"ready": "goes on", "busy": "waits in line"}


def test_the_page_has_the_table_of_statuses():
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]

    assert [
        f"| `{status}` | {one.meaning} | "
        f"{one.cure.format(stack='STACK', failed='LOGICAL_ID') or WITHOUT_CURE[one.standing]} |"
        for status, one in STATUSES.items()
    ] == rows
