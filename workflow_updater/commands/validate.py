"""`validate`: finds what is wrong with definitions; asks AWS only with `--service`, or for the lookup of a template."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.chosen_workflow import WORKFLOW_HELP, add_rendering_arguments, choose, workflow_names
from workflow_updater.core.validation.finding import Finding, errors_in
from workflow_updater.errors import EXIT_DONE, DefinitionInvalid, UsageError
from workflow_updater.repository import Repository, read_repository
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "find what is wrong with definitions; no AWS"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument("files", nargs="*", metavar="WORKFLOW", help=f"{WORKFLOW_HELP}; otherwise all of workflows/")
    parser.add_argument(
        "--format", choices=("text", "json", "sarif", "github"), default="text", help="how findings are told"
    )
    parser.add_argument(
        "--type", choices=("STANDARD", "EXPRESS"), default="", help="the machine's type; otherwise workflows.toml's"
    )
    add_rendering_arguments(parser)
    parser.add_argument("--service", action="store_true", help="ask AWS too: ValidateStateMachineDefinition")
    parser.add_argument("--guardrails", metavar="FILE", help="hold the definitions to these guardrails, too")
    parser.add_argument("--explain", metavar="RULE", help="tell what a rule is about, and nothing else")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Tell all findings of all files and return 0, or 3 when one is an error.

    Raises:
        UsageError: a file is not there; the findings of the others are told first.
        CloudUnavailable: `--service` was asked for or a template looks something up, and AWS did not answer.
    """
    if options.explain:
        from workflow_updater.commands.validate_explain import explain

        return explain(options.explain, screen)
    repository = read_repository(Path.cwd())
    given = options.files or workflow_names(repository)
    if not given:
        raise UsageError(
            "there is no workflow to check", hint="name a definition; workflows are workflows/NAME/definition.asl.*"
        )
    findings: list[Finding] = []
    missing: list[UsageError] = []
    for name in given:
        try:
            findings += _findings(name, options, repository, connect)
        except UsageError as fault:
            missing.append(fault)
    if not missing or _is_text(options):  # for a program one object is enough, and it tells what is missing
        _tell(findings, len(given) - len(missing), options, repository.root, screen)
    if missing:
        raise UsageError("; ".join(fault.message for fault in missing), hint=missing[0].hint)
    return DefinitionInvalid.exit_code if errors_in(findings) else EXIT_DONE


def _findings(
    given: str, options: argparse.Namespace, repository: Repository, connect: Callable[[], Cloud]
) -> list[Finding]:
    chosen = choose(given, options, repository, connect)
    machine_type = options.type or chosen.entry.type
    document, found = chosen.check(machine_type=machine_type)
    if options.guardrails and document is not None:
        from workflow_updater.commands.validate_guardrails import with_guardrail_findings

        found = with_guardrail_findings(found, document, str(chosen.path), options.guardrails)
    if not options.service or document is None:
        return found
    from workflow_updater.commands.validate_service import with_service_findings

    return with_service_findings(found, document, str(chosen.path), connect().machines, machine_type)


def _is_text(options: argparse.Namespace) -> bool:
    return options.format == "text" and not options.json


def _tell(findings: Sequence[Finding], checked: int, options: argparse.Namespace, root: Path, screen: Screen) -> None:
    if _is_text(options):
        if findings:
            _tell_lines(findings, screen)
        if checked:
            screen.note(_summary(findings, checked))
        return
    from workflow_updater.commands.validate_formats import tell_as

    tell_as("json" if options.json else options.format, findings, root, screen)


def _tell_lines(findings: Sequence[Finding], screen: Screen) -> None:
    from workflow_updater.report.colour import paint  # these three are for those who have findings
    from workflow_updater.report.text import finding_lines
    from workflow_updater.sources.source_lines import source_lines

    for line in finding_lines(findings, source_lines, paint(colour=screen.has_colour)):
        screen.result(line)


def _summary(findings: Iterable[Finding], files: int) -> str:
    errors = len(errors_in(findings))
    warnings = sum(finding.severity == "warning" for finding in findings)
    return f"{_count(files, 'definition')} checked: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
