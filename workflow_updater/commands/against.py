"""What `diff` and `graph` have in common: which definition, and what it is compared with."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import DefinitionInvalid, UsageError
from workflow_updater.repository import Repository, WorkflowEntry, read_repository
from workflow_updater.screen import Screen
from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.sources.workflow_path import workflow_name, workflow_path

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

DEPLOYED = "deployed"
_FORMS = "a file, `deployed`, a git revision, `:` for what is staged, sha256:DIGEST or s3://BUCKET/KEY"


class Sides(NamedTuple):
    """Two definitions of the same workflow, and their names for a person; without *old_name* there is one only."""

    workflow: str
    new: object
    new_name: str
    old: object = None
    old_name: str = ""


def add_against_arguments(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add the flags that say which definition is meant, and what it is compared with."""
    parser.add_argument("workflow", metavar="WORKFLOW", help="a definition, its folder, or a name below workflows/")
    parser.add_argument("--against", metavar="X", default="", required=required, help=f"compare with {_FORMS}")
    parser.add_argument("-s", "--stack", default="", help="the stack, for `deployed` and sha256; else workflows.toml's")
    parser.add_argument("--resource", default="", help="logical id of the state machine, when the stack has several")
    parser.add_argument("--environment", default="", metavar="NAME", help="an environment of workflows.toml")


def read_sides(options: argparse.Namespace, connect: Callable[[], Cloud], folder: Path, screen: Screen) -> Sides:
    """
    Return the definition and, with `--against`, what it is compared with; errors in either are told and do not stop it.

    Raises:
        UsageError: one of them is not there, or `--against` names nothing.
        DefinitionInvalid: one of them cannot be read.
    """
    repository = read_repository(folder)
    path = _path(options.workflow, repository)
    path = path.relative_to(folder) if path.is_relative_to(folder) else path
    new = _readable(check_definition(path), str(path), screen)
    name = path.absolute().parent.name if path.name.startswith("definition.asl.") else path.stem
    one = Sides(name, new, str(path))
    if not options.against:
        return one
    entry = repository.workflow(workflow_name(options.workflow), options.environment)
    return _with_old(one, path, options, repository, entry, connect, screen)


def _with_old(
    one: Sides,
    path: Path,
    options: argparse.Namespace,
    repository: Repository,
    entry: WorkflowEntry,
    connect: Callable[[], Cloud],
    screen: Screen,
) -> Sides:
    against = options.against
    stack, resource = options.stack or entry.stack, options.resource or entry.resource
    if against == DEPLOYED or against.startswith(("sha256:", "s3://")):
        return _with_pushed(one, against, stack, resource, connect())
    if Path(against).exists() or (repository.root / "workflows" / against).is_dir():
        other = workflow_path(against, repository.root)
        old = _readable(check_definition(other), str(other), screen)
        return one._replace(old=old, old_name=str(other))
    return one._replace(old=_at_revision(against, path, screen), old_name="staged" if against == ":" else against)


def _with_pushed(one: Sides, against: str, stack: str, resource: str, cloud: Cloud) -> Sides:
    from workflow_updater.plan.deployed import comparable, read_deployed, read_pushed

    if against != DEPLOYED:
        old = read_pushed(cloud, against, stack, resource=resource)
        return one._replace(old=old, old_name=against[:19] if against.startswith("sha256:") else against)
    if not stack:
        raise UsageError("--stack is missing: it names the stack to compare with", hint="workflows.toml can name it")
    old, new = comparable(read_deployed(cloud, stack, resource=resource), one.new)
    return one._replace(new=new, old=old, old_name=f"{stack} (deployed)")


def _at_revision(against: str, path: Path, screen: Screen) -> object:
    """Return the definition as it was at `REV`, `REV:PATH` of another file, or staged."""
    from workflow_updater.sources.git import STAGED, commit_of
    from workflow_updater.sources.git_definition import check_definition_at

    revision, _, other = (against, "", "") if against == STAGED else against.partition(":")
    commit = STAGED if revision in ("", STAGED) else commit_of(path.parent, revision)
    if not commit:
        raise UsageError(f"--against {against} is no file and no git revision", hint=f"it can be {_FORMS}")
    found = check_definition_at(Path(other) if other else path, commit, "staged" if commit == STAGED else revision)
    return _readable(found, against, screen)


def _path(given: str, repository: Repository) -> Path:
    entry = repository.workflow(workflow_name(given))
    if entry.definition and not Path(given).exists():
        return workflow_path(str(repository.root / entry.definition), repository.root)
    return workflow_path(given, repository.root)


def _readable(checked: tuple[Document | None, list[Finding]], name: str, screen: Screen) -> object:
    document, findings = checked
    if document is None:
        raise DefinitionInvalid(f"{name} cannot be read", findings)
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        screen.note(f"{name} has {errors} error{'s' * (errors > 1)}; `validate` tells them")
    return document.value
