"""`test`: runs the workflows' own tests in this process, without AWS, without waiting."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.run import read_input
from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import EXIT_DONE, DeploymentFailed, UsageError
from workflow_updater.repository import Repository, read_repository
from workflow_updater.screen import Screen
from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.sources.workflow_path import workflow_path
from workflow_updater.workflow_tests.coverage import Coverage, coverage
from workflow_updater.workflow_tests.loading import Check, Workflow, load, load_mock_config
from workflow_updater.workflow_tests.report_junit import junit
from workflow_updater.workflow_tests.report_text import (
    coverage_lines,
    result_lines,
    results_value,
    summary,
    workflow_title,
)
from workflow_updater.workflow_tests.running import Result, run_cases
from workflow_updater.workflow_tests.suites import test_files

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "run the workflows' own tests: mocked tasks, virtual time, no AWS"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument(
        "tests", nargs="*", metavar="WORKFLOW|FILE", help="a workflow or a test file; otherwise all of workflows/"
    )
    parser.add_argument("--filter", default="", metavar="NAME", help="only cases with this in their name")
    parser.add_argument("--environment", default="", metavar="NAME", help="an environment of workflows.toml")
    parser.add_argument("--coverage-min", type=_percent, default=0.0, metavar="PERCENT", help="fail below")
    parser.add_argument("--junit", metavar="FILE", help="write the results there as JUnit XML")
    local = parser.add_argument_group("tests of Step Functions Local")
    local.add_argument("--mock-config", metavar="FILE", help="run the test cases of a MockConfigFile.json")
    local.add_argument("--workflow", default="", metavar="PATH", help="the definition that they are for")
    local.add_argument("--state-machine", default="", metavar="NAME", help="its name in the file")
    local.add_argument("--input", default="{}", metavar="JSON", help="the input of each case; @FILE reads it there")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Run the tests, tell each, what they cover, and return 0 when all passed and enough is covered, else 1.

    Raises:
        UsageError: a test file has faults, nothing is there to run, or the extra `local` is not installed.
        DefinitionInvalid: a definition has errors.
    """
    del connect
    repository = read_repository(Path.cwd())
    workflows = [_chosen(workflow, options.filter) for workflow in _workflows(options, repository)]
    if not any(workflow.cases for workflow in workflows):
        raise UsageError(f"no case has {options.filter!r} in its name", hint="--filter takes a part of a name")
    told = run_workflows(workflows, screen)
    coverages = coverages_of(workflows, told)
    for covered in coverages:
        for line in coverage_lines(covered):
            screen.result(line)
    low = [covered.workflow for covered in coverages if not covered.reaches(options.coverage_min)]
    if options.junit:
        _write(Path(options.junit), junit(told))
    screen.result_json(results_value(told, coverages) | {"coverage_reached": not low})
    screen.note(summary([result for _, result in told]))
    if low:
        screen.error(f"coverage of {', '.join(low)} is below {options.coverage_min:g} %")
    failed = any(result.failures for _, result in told)
    return DeploymentFailed.exit_code if failed or low else EXIT_DONE


def run_workflows(workflows: Sequence[Workflow], screen: Screen) -> list[tuple[str, Result]]:
    """
    Return the results of all cases of *workflows*, with the workflows' names; each is shown when it has come.

    Raises:
        UsageError: the embedded cloud's packages are not those that this was written for.
    """
    told = []
    for workflow in workflows:
        title = workflow_title(workflow.path)
        for result in run_cases(workflow.definition, workflow.cases):
            told.append((title, result))
            for line in result_lines(title, result):
                screen.result(line)
    return told


def coverages_of(workflows: Sequence[Workflow], told: Sequence[tuple[str, Result]]) -> list[Coverage]:
    """Return what *told* covers of each of *workflows*, each once."""
    by_title = {workflow_title(workflow.path): workflow.outline for workflow in workflows}
    return [
        coverage(title, outline, [result for name, result in told if name == title])
        for title, outline in by_title.items()
    ]


def checker(repository: Repository) -> Check:
    """Return what reads and checks definitions as *repository* wants them."""

    def check(path: Path, environment: str) -> tuple[Document | None, list[Finding]]:
        del environment
        return check_definition(path)

    return check


def _workflows(options: argparse.Namespace, repository: Repository) -> list[Workflow]:
    check = checker(repository)
    if not options.mock_config:
        return load(test_files(options.tests, repository.root), check, options.environment)
    if not options.workflow:
        raise UsageError("--workflow is missing", hint="it names the definition that the mock configuration is for")
    loaded = load_mock_config(
        Path(options.mock_config),
        workflow_path(options.workflow, repository.root),
        check,
        environment=options.environment,
        machine=options.state_machine,
        given=json.loads(read_input(options.input)),
    )
    return [loaded]


def _chosen(workflow: Workflow, part: str) -> Workflow:
    return workflow._replace(cases=tuple(case for case in workflow.cases if part in case.name))


def _percent(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 100:
        raise ValueError(text)
    return value


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as fault:
        raise UsageError(f"{file} cannot be written: {fault.strerror}") from fault
