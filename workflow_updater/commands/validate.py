"""`validate`: finds what is wrong with definitions, without AWS."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import EXIT_DONE, DefinitionInvalid, UsageError
from workflow_updater.report.json import findings_value
from workflow_updater.report.text import finding_lines
from workflow_updater.repository import read_repository
from workflow_updater.screen import Screen
from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.sources.workflow_path import workflow_path

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "find what is wrong with definitions; no AWS"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a definition, or a folder of workflows/")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how findings are told")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Tell all findings of all files and return 0, or 3 when one is an error.

    Raises:
        UsageError: a file is not there; the findings of the others are told first.
    """
    del connect
    root = read_repository(Path.cwd()).root
    findings: list[Finding] = []
    missing: list[UsageError] = []
    for given in options.files:
        try:
            findings += check_definition(workflow_path(given, root))[1]
        except UsageError as fault:
            missing.append(fault)
    if missing:
        for line in finding_lines(findings):
            screen.result(line)
        raise UsageError("; ".join(fault.message for fault in missing), hint=missing[0].hint)
    if options.format == "json" or options.json:
        screen.result_json(findings_value(findings))
    else:
        for line in finding_lines(findings):
            screen.result(line)
        screen.note(_summary(findings, len(options.files)))
    return DefinitionInvalid.exit_code if _has_errors(findings) else EXIT_DONE


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _summary(findings: Iterable[Finding], files: int) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = sum(finding.severity == "warning" for finding in findings)
    return f"{_count(files, 'definition')} checked: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
