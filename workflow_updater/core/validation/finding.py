"""A finding: one fault of a definition, as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Finding(NamedTuple):
    """
    One fault: *rule* found it at *pointer* (RFC 6901) of the document.

    *file*, *line* and *column* (both from 1) are the place in the source; they are filled in by the one who knows the
    source, and 0 means unknown. Findings sort by place.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    rule: str = ""
    severity: Severity = "error"
    message: str = ""
    pointer: str = ""
    hint: str = ""


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Return those of *findings* that are errors: nothing is done with a definition that has one."""
    return [finding for finding in findings if finding.severity == "error"]
