"""Findings as lines for a person."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from workflow_updater.core.validation.finding import Finding


def finding_lines(findings: Iterable[Finding]) -> list[str]:
    """
    Return `file:line:col rule message` for each finding, sorted by place, its hint on a line of its own.

    Neighbours with the same cure have it told once, after the last of them.
    """
    lines = []
    ordered = sorted(findings)
    for finding, following in zip_longest(ordered, ordered[1:]):
        word = "" if finding.severity == "error" else f"{finding.severity}: "
        lines.append(f"{place(finding)} {finding.rule} {word}{finding.message}".lstrip())
        if finding.hint and (following is None or following.hint != finding.hint):
            lines.append(f"  → {finding.hint}")
    return lines


def place(finding: Finding) -> str:
    """Return `file:line:col`, or what is known of it; the JSON pointer stands in for an unknown line."""
    if finding.line:
        return ":".join(filter(None, (finding.file, str(finding.line), str(finding.column))))
    return " ".join(filter(None, (finding.file and f"{finding.file}:", finding.pointer)))
