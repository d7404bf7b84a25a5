"""Test files and the definitions that they are for, read and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding, errors_in
from workflow_updater.errors import DefinitionInvalid, UsageError
from workflow_updater.sources.definition_file import definition_path, read_definition
from workflow_updater.sources.inside import check_inside
from workflow_updater.sources.shown_path import shown_path
from workflow_updater.workflow_tests.faults import SuiteInvalid
from workflow_updater.workflow_tests.mock_config import machines_in, read_mock_config
from workflow_updater.workflow_tests.model import Case
from workflow_updater.workflow_tests.outline import Outline, outline
from workflow_updater.workflow_tests.reading import environment_of, read_cases, workflow_of

Check = Callable[[Path, str], tuple[Document | None, list[Finding]]]  # a definition, for an environment or ""


class Workflow(NamedTuple):
    """A *definition* that has no errors, read from *path*, and the *cases* that are for it."""

    path: Path
    outline: Outline
    definition: Mapping[str, Any]
    cases: tuple[Case, ...]


def load(files: Iterable[Path], check: Check, environment: str = "", *, root: Path) -> list[Workflow]:
    """
    Return the workflows that the test *files* are for, with the cases of each file.

    *environment* is what their definitions are rendered for, where a file does not name another one. *root* is the
    repository's: a file in it names no workflow elsewhere.

    Raises:
        DefinitionInvalid: a definition has errors.
        SuiteInvalid: a test file has.
        UsageError: there is no such file, or no definition around it.
    """
    workflows: list[Workflow] = []
    findings: list[Finding] = []
    for file in files:
        check_inside(file, root)
        read = read_definition(file)
        if isinstance(read, Document):
            definition = _definition(read, file)
            check_inside(definition, root, str(file) if file.resolve().is_relative_to(root.resolve()) else "")
            workflow = _checked(definition, environment_of(read) or environment, check)
            cases, found = read_cases(read, str(file), workflow.outline)
            workflows.append(workflow._replace(cases=cases))
            findings += found
        else:
            findings += read
    _refuse(findings)
    return workflows


def load_mock_config(
    file: Path, definition: Path, check: Check, *, environment: str = "", machine: str = "", given: object = None
) -> Workflow:
    """
    Return the workflow in *definition* with the cases that Step Functions Local's configuration has for *machine*.

    With "" for *machine* it is the only one in the file, or the one of the workflow's name; *given* is the input.

    Raises: as `load`.
    """
    read = read_definition(file)
    if not isinstance(read, Document):
        raise _refusal(read)
    workflow = _checked(definition, environment, check)
    wanted = machine or _machine_of(definition, machines_in(read))
    if wanted not in machines_in(read):
        known = ", ".join(machines_in(read))
        if not known:
            raise UsageError(f"{file} has no StateMachines", hint="--mock-config names a MockConfigFile.json")
        raise UsageError(
            f"{file} has no state machine {wanted or definition.resolve().parent.name}",
            hint=f"--state-machine; there are: {known}",
        )
    cases, findings = read_mock_config(read, str(file), wanted, workflow.outline, given)
    _refuse(findings)
    return workflow._replace(cases=cases)


def _definition(document: Document, file: Path) -> Path:
    try:
        return shown_path(definition_path(workflow_of(document, file)))
    except UsageError as fault:
        hint = (
            "a test file lies in workflows/NAME/tests, or has a `workflow`: the path of its folder, seen from the file"
        )
        raise UsageError(f"{file} is for no workflow: {fault.message}", hint=hint) from fault


def _checked(path: Path, environment: str, check: Check) -> Workflow:
    document, findings = check(path, environment)
    if document is None or errors_in(findings):
        raise DefinitionInvalid(f"{path} has errors; no test was run", findings)
    return Workflow(path, outline(document.value), document.value, ())


def _machine_of(definition: Path, machines: Sequence[str]) -> str:
    if len(machines) == 1:
        return machines[0]
    name = _plain(definition.resolve().parent.name)
    return next((machine for machine in machines if _plain(machine) == name), "")


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


def _refuse(findings: Sequence[Finding]) -> None:
    if findings:
        raise _refusal(findings)


def _refusal(findings: Sequence[Finding]) -> SuiteInvalid:
    files = ", ".join(dict.fromkeys(finding.file for finding in findings))
    return SuiteInvalid(f"{files} cannot be used; no test was run", findings)
