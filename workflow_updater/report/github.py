"""Findings as GitHub Actions workflow commands: each becomes an annotation at its line of the pull request."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_updater.core.printable import printable
from workflow_updater.core.validation.finding import Finding


def github_lines(findings: Iterable[Finding]) -> list[str]:
    """
    Return a `::error …::message` or `::warning …` for each finding, sorted by place.

    Source of the format and of its escapes: docs.github.com, "Workflow commands for GitHub Actions", and
    actions/toolkit, command.ts.
    """
    return [_line(finding) for finding in sorted(findings)]


def error_line(title: str, message: str, hint: str) -> str:
    """Return an error that is about no line; *hint* is "" where there is no cure."""
    told = f"{message}\n→ {hint}" if hint else message
    return f"::error title={_property(title)}::{_data(told)}"


def _line(finding: Finding) -> str:
    properties = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.rule}
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    message = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return f"::{finding.severity} {told}::{_data(message)}"


def _data(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
