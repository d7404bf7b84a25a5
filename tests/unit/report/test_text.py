"""Findings, as lines for a person."""

from __future__ import annotations

from workflow_updater.core.validation.finding import Finding
from workflow_updater.report.text import finding_lines


def finding(line: int, hint: str) -> Finding:
    return Finding("a.json", line, 1, "E107", "error", "wrong", "/States/A", hint)


def test_a_cure_that_neighbours_share_is_told_once_after_them():
    assert finding_lines([finding(1, "mend"), finding(2, "mend"), finding(3, "cut"), finding(4, "mend")]) == [
        "a.json:1:1 E107 wrong",
        "a.json:2:1 E107 wrong",
        "  → mend",
        "a.json:3:1 E107 wrong",
        "  → cut",
        "a.json:4:1 E107 wrong",
        "  → mend",
    ]
