"""Validates workflows that differ between two states of the repository, as they are in the newer one."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from workflow_updater.commands.changed_workflows import Change, Changes, is_definition, patches, suites
from workflow_updater.commands.chosen_workflow import choose
from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding, errors_in
from workflow_updater.errors import EXIT_DONE, DefinitionInvalid, DeployError
from workflow_updater.report.colour import paint
from workflow_updater.report.text import finding_lines
from workflow_updater.repository import FILE_NAME, Repository
from workflow_updater.screen import Screen
from workflow_updater.sources.definition_file import TEMPLATE_SUFFIX
from workflow_updater.sources.git_snapshot import inside_snapshot
from workflow_updater.sources.source_lines import source_lines

if TYPE_CHECKING:
    from workflow_updater.workflow_tests.loading import Check


class Checked(NamedTuple):
    """
    The workflows that do differ, and the *findings* of these and of their tests.

    *sources* are the lines of the files with findings: those on disk may be others. *unchecked* are the definitions
    that only AWS could complete.
    """

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    sources: Mapping[str, tuple[str, ...]]
    unchecked: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """3 when one of the findings is an error, else 0."""
        return DefinitionInvalid.exit_code if errors_in(self.findings) else EXIT_DONE


class _NotAsked(DeployError):
    """A template looks something up in AWS, and no commit waits for an account."""


class _Judged(NamedTuple):
    """What one workflow is in one environment; *differs* and *is_unchecked* as in `Checked`."""

    differs: bool
    is_unchecked: bool
    findings: tuple[Finding, ...]


def check_changes(top: Path, changes: Changes) -> Checked:
    """
    Return which of *changes* are true, and what is wrong with them.

    A template that looks something up in AWS is not rendered here, and unchecked; where only that could tell what it
    reads, it counts as changed.

    Raises:
        UsageError: workflows.toml names what is not there, or git does not answer.
    """
    true: list[Change] = []
    findings: list[Finding] = []
    unchecked: list[str] = []
    with inside_snapshot(top, _needed(changes)):
        for definition, group in groupby(changes.workflows, key=given):
            renderings = _by_rendering(group, changes.repository)
            judged = {environment: _judge(ones, environment, changes) for environment, ones in renderings.items()}
            true += [one for environment, ones in renderings.items() if judged[environment].differs for one in ones]
            findings += _joined(judged)
            if any(judged[at].is_unchecked and one.is_sure for at, ones in renderings.items() for one in ones):
                unchecked.append(definition)
        sources = keep_lines(findings)
    return Checked(tuple(true), tuple(dict.fromkeys(findings)), sources, tuple(unchecked))


def given(change: Change) -> str:
    """Return what to call a workflow in a snapshot: by name, since two tables may have one definition, or by path."""
    return change.name if change.is_listed and not Path(change.name).exists() else change.definition


def keep_lines(findings: Iterable[Finding]) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of the files with *findings*, and keep them: on disk there may be others under the same name."""
    source_lines.cache_clear()
    return {finding.file: source_lines(finding.file) for finding in findings}


def tell_checked(checked: Checked, screen: Screen, what: str) -> None:
    """Tell what was found in workflows that are *what*, staged or pushed."""
    for line in finding_lines(checked.findings, _lines_of(checked), paint(colour=screen.has_colour)):
        screen.result(line)
    for definition in checked.unchecked:
        screen.note(f"{definition} looks something up in AWS and was not checked here")
    errors = len(errors_in(checked.findings))
    if errors:
        hint = "correct and commit them, or bypass the check once with --no-verify"
        screen.error(f"the {what} workflows have {errors} error{'s' * (errors > 1)}", hint)


def _lines_of(checked: Checked) -> Callable[[str], tuple[str, ...]]:
    return lambda file: checked.sources.get(file, ())


def _needed(changes: Changes) -> Mapping[str, str]:
    """Return what has to be on disk: all files where nobody knows what a template reads."""
    if any(change.reads is None for change in changes.workflows):
        return changes.blobs
    wanted = {FILE_NAME, *filter(is_definition, changes.blobs)}
    for change in changes.workflows:
        wanted |= {
            change.definition,
            *(change.reads or ()),
            *patches(changes.repository, change.name, change.environment),
        }
        wanted |= suites(change.definition, changes.blobs)
    return {path: blob for path, blob in changes.blobs.items() if path in wanted}


def _by_rendering(group: Iterable[Change], repository: Repository) -> dict[str, list[Change]]:
    """Return the changes of one definition by the environment to render it for: "" where none alters it."""
    found: dict[str, list[Change]] = {}
    for change in group:
        is_template = change.definition.endswith(TEMPLATE_SUFFIX)
        is_altered = is_template or patches(repository, change.name, change.environment)
        found.setdefault(change.environment if is_altered else "", []).append(change)
    return found


def _judge(group: list[Change], environment: str, changes: Changes) -> _Judged:
    read: set[str] = set()
    here = Path.cwd()
    check = _checker(changes.repository, lambda file: read.add(file.relative_to(here).as_posix()))
    definition, reads = group[0].definition, group[0].reads
    is_sure = any(change.is_sure for change in group)
    try:
        _, findings = check(Path(given(group[0])), environment)
        differs = is_sure or not read.isdisjoint(changes.paths)
        if not differs and not group[0].is_tested:
            return _Judged(differs=False, is_unchecked=False, findings=())
        files = sorted(map(Path, suites(definition, changes.blobs)))
        if files and not errors_in(findings):
            findings = [*findings, *_faults_of_tests(files, check, environment, here)]
    except _NotAsked:
        return _Judged(differs=is_sure or reads is None, is_unchecked=True, findings=())
    return _Judged(differs=differs, is_unchecked=False, findings=tuple(findings))


def _checker(repository: Repository, note_read: Callable[[Path], None]) -> Check:
    """Return what checks a definition without AWS, and tells which other files it read."""

    def check(path: Path, environment: str) -> tuple[Document | None, list[Finding]]:
        options = argparse.Namespace(environment=environment, var=[])
        chosen = choose(str(path), options, repository, _no_cloud)
        return chosen._replace(rendering=chosen.rendering._replace(note_read=note_read)).check()

    return check


def _no_cloud() -> NoReturn:
    raise _NotAsked("AWS is not asked here")


def _faults_of_tests(files: list[Path], check: Check, environment: str, root: Path) -> tuple[Finding, ...]:
    from workflow_updater.workflow_tests.loading import load  # workflows without tests do not wait for it

    try:
        load(files, check, environment, root=root)
    except DefinitionInvalid as fault:
        return fault.findings
    return ()


def _joined(judged: Mapping[str, _Judged]) -> list[Finding]:
    """Return each finding once; where not all environments have it, it says which ones do."""
    having: dict[Finding, list[str]] = {}
    for environment, one in judged.items():
        for finding in one.findings:
            having.setdefault(finding, []).append(environment)
    return [
        finding
        if len(environments) == len(judged)
        else finding._replace(message=f"{finding.message} (environment {', '.join(environments)})")
        for finding, environments in having.items()
    ]
