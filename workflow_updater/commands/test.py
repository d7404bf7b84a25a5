"""`test`: runs the workflows' own tests in this process, without AWS, without waiting."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.chosen_workflow import WORKFLOW_HELP, add_rendering_arguments, choose
from workflow_updater.commands.run import read_input
from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import EXIT_DONE, DeploymentFailed, UsageError
from workflow_updater.report.colour import paint
from workflow_updater.repository import Repository, read_repository
from workflow_updater.screen import Screen
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
from workflow_updater.workflow_tests.suites import suite_files

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "run the workflows' own tests: mocked tasks, virtual time, no AWS"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument(
        "tests",
        nargs="*",
        metavar="WORKFLOW|FILE",
        help=f"{WORKFLOW_HELP}, or a test file; otherwise all of workflows/",
    )
    parser.add_argument("--filter", default="", metavar="NAME", help="only cases with this in their name")
    add_rendering_arguments(parser)
    parser.add_argument(
        "--coverage-min",
        type=_percent,
        default=0.0,
        metavar="PERCENT",
        help="fail when less of the states or of the branches is covered",
    )
    parser.add_argument("--junit", metavar="FILE", help="write the results there as JUnit XML")
    local = parser.add_argument_group("tests of Step Functions Local")
    local.add_argument("--mock-config", metavar="FILE", help="run the test cases of a MockConfigFile.json")
    local.add_argument(
        "--workflow", default="", metavar="WORKFLOW", help="what they are for; may stand without the flag"
    )
    local.add_argument("--state-machine", default="", metavar="NAME", help="its name in the file")
    local.add_argument(
        "--input", default="", metavar="JSON|@FILE", help="the input of each case; @FILE reads it from a file ({})"
    )


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Run the tests, tell each, what they cover, and return 0 when all passed and enough is covered, else 1.

    Raises:
        UsageError: a test file has faults, nothing is there to run, or the extra `local` is not installed.
        DefinitionInvalid: a definition has errors.
    """
    repository = read_repository(Path.cwd())
    workflows = [_chosen(workflow, options.filter) for workflow in _workflows(options, repository, connect)]
    if not any(workflow.cases for workflow in workflows):
        raise UsageError(f"no case has {options.filter!r} in its name", hint="--filter takes a part of a name")
    told = run_workflows(workflows, _teller(screen))
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


def _teller(screen: Screen) -> Callable[[str], None]:
    """Return what tells a line, its first word in colour where the terminal has some."""
    style = paint(colour=screen.has_colour)
    words = {"ok  ": style("ok  ", "added"), "FAIL": style("FAIL", "error")}

    def tell(line: str) -> None:
        screen.result(words.get(line[:4], line[:4]) + line[4:])

    return tell


def run_workflows(workflows: Sequence[Workflow], tell: Callable[[str], None]) -> list[tuple[str, Result]]:
    """
    Return the results of all cases of *workflows*, with the workflows' names; *tell* gets the lines of each.

    Raises:
        UsageError: the embedded cloud's packages are not those that this was written for.
    """
    told = []
    for workflow in workflows:
        title = workflow_title(workflow.path)
        for result in run_cases(workflow.definition, workflow.cases):
            told.append((title, result))
            for line in result_lines(title, result):
                tell(line)
    return told


def coverages_of(workflows: Sequence[Workflow], told: Sequence[tuple[str, Result]]) -> list[Coverage]:
    """Return what *told* covers of each of *workflows*, each once."""
    by_title = {workflow_title(workflow.path): workflow.outline for workflow in workflows}
    return [
        coverage(title, outline, [result for name, result in told if name == title])
        for title, outline in by_title.items()
    ]


def checker(options: argparse.Namespace, repository: Repository, connect: Callable[[], Cloud]) -> Check:
    """Return what reads, renders and checks definitions; AWS is asked only by a template that looks something up."""

    def check(path: Path, environment: str) -> tuple[Document | None, list[Finding]]:
        wanted = argparse.Namespace(environment=environment, var=options.var)
        return choose(str(path), wanted, repository, connect).check()

    return check


def _workflows(options: argparse.Namespace, repository: Repository, connect: Callable[[], Cloud]) -> list[Workflow]:
    check = checker(options, repository, connect)

    def find(given: str) -> Path:
        return choose(given, options, repository, connect).path

    if not options.mock_config:
        _refuse_mock_flags(options)
        listed = (repository.root / entry.definition for entry in repository.workflows.values() if entry.definition)
        everywhere = (*sorted((repository.root / "workflows").glob("*")), *listed)
        files = suite_files(options.tests, everywhere, find, root=repository.root)
        return load(files, check, options.environment, root=repository.root)
    if len(options.tests) + bool(options.workflow) != 1:
        missing = "several workflows are named" if options.tests else "--workflow is missing"
        raise UsageError(missing, hint="--workflow names the one that the mock configuration is for")
    loaded = load_mock_config(
        Path(options.mock_config),
        find(options.workflow or options.tests[0]),
        check,
        environment=options.environment,
        machine=options.state_machine,
        given=json.loads(read_input(options.input or "{}")),
    )
    return [loaded]


def _refuse_mock_flags(options: argparse.Namespace) -> None:
    given = {"--workflow": options.workflow, "--state-machine": options.state_machine, "--input": options.input}
    unused = next((flag for flag, value in given.items() if value), "")
    if unused:
        cure = (
            f"leave the flag out: deploy-workflow test {options.workflow}" if options.workflow else "name that file too"
        )
        raise UsageError(f"{unused} is for the tests of --mock-config", hint=cure)


def _chosen(workflow: Workflow, part: str) -> Workflow:
    return workflow._replace(cases=tuple(case for case in workflow.cases if part in case.name))


def _percent(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text} is no number from 0 to 100")
    return value


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as fault:
        raise UsageError(f"{file} cannot be written: {fault.strerror}", hint="check --junit") from fault
