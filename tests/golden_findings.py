"""Findings as golden files hold them, one a line, and the names of their cases."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workflow_updater.core.validation.finding import Finding


def lines(findings: Iterable[Finding]) -> str:
    return "".join(
        f"{finding.line}:{finding.column} {finding.rule} {finding.pointer or '-'} {finding.message} [{finding.hint}]\n"
        for finding in findings
    )


def name(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"
