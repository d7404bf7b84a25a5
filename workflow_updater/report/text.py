"""Findings as lines for a person."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from workflow_updater.core.printable import printable
from workflow_updater.core.validation.finding import Finding
from workflow_updater.report.colour import Paint, paint
from workflow_updater.report.excerpt import ReadLines, excerpt

_PLAIN = paint(colour=False)


def _no_lines(file: str) -> list[str]:
    del file
    return []


def finding_lines(findings: Iterable[Finding], read_lines: ReadLines = _no_lines, paint: Paint = _PLAIN) -> list[str]:
    """
    Return `file:line:col rule message` for each finding, sorted by place, with an excerpt and its hint below.

    *read_lines* gives the sources for the excerpts. Neighbours with the same cure have it told once, after the last.
    """
    lines = []
    ordered = sorted(findings)
    for finding, following in zip_longest(ordered, ordered[1:]):
        word = "" if finding.severity == "error" else f"{finding.severity}: "
        rule = paint(finding.rule, finding.severity)
        told = printable(f"{word}{finding.message}")
        lines.append(f"{paint(printable(place(finding)), 'place')} {rule} {told}".lstrip())
        lines += excerpt(finding, read_lines, paint)
        if finding.hint and (following is None or following.hint != finding.hint):
            lines.append(printable(f"  → {finding.hint}"))
    return lines


def place(finding: Finding) -> str:
    """Return `file:line:col`, or what is known of it; the JSON pointer stands in for an unknown line."""
    if finding.line:
        return ":".join(filter(None, (finding.file, str(finding.line), str(finding.column))))
    return " ".join(filter(None, (finding.file and f"{finding.file}:", finding.pointer)))
