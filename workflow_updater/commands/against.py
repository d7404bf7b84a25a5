"""What `diff` and `graph` have in common: which definition, and what it is compared with."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workflow_updater.commands.chosen_stack import add_resource_argument, stack_cure
from workflow_updater.commands.chosen_workflow import WORKFLOW_HELP, Chosen, add_rendering_arguments, choose
from workflow_updater.core.definition.document import Document
from workflow_updater.core.short import short_id
from workflow_updater.core.validation.finding import Finding, errors_in
from workflow_updater.errors import DefinitionInvalid, UsageError
from workflow_updater.repository import read_repository
from workflow_updater.screen import Screen
from workflow_updater.sources.inside import check_inside
from workflow_updater.sources.shown_path import shown_path
from workflow_updater.sources.workflow_path import workflow_path

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

DEPLOYED = "deployed"
RELEASE = "release:"
_FORMS = (
    "a file, `deployed`, release:7 as `history` tells it (release:-1 for the one before), a git revision, `:` for what "
    "is staged, sha256:DIGEST or s3://BUCKET/KEY"
)


class Sides(NamedTuple):
    """Two definitions of the same workflow, and their names for a person; without *old_name* there is one only."""

    workflow: str
    new: object
    new_name: str
    old: object = None
    old_name: str = ""


def add_against_arguments(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add the flags that say which definition is meant, and what it is compared with."""
    parser.add_argument("workflow", metavar="WORKFLOW", help=WORKFLOW_HELP)
    parser.add_argument("--against", metavar="X", required=required, help=f"compare with {_FORMS}")
    parser.add_argument("-s", "--stack", default="", help="the stack, for what was deployed; else workflows.toml's")
    add_resource_argument(parser)
    add_rendering_arguments(parser)


def read_sides(options: argparse.Namespace, connect: Callable[[], Cloud], folder: Path, screen: Screen) -> Sides:
    """
    Return the definition and, with `--against`, what it is compared with; errors in either are told and do not stop it.

    Raises:
        UsageError: one of them is not there, or `--against` names nothing.
        DefinitionInvalid: one of them cannot be read.
    """
    repository = read_repository(folder)
    chosen = choose(options.workflow, options, repository, connect)
    path = shown_path(chosen.path)
    one = Sides(chosen.name or path.resolve().parent.name, _readable(chosen.check(), str(path), screen), str(path))
    against: str | None = options.against
    if against is None:
        return one
    if not against:
        raise UsageError("--against is empty", hint=f"it can be {_FORMS}")
    stack, resource = options.stack or chosen.entry.stack, options.resource or chosen.entry.resource
    of_stack = against == DEPLOYED or _names_release(against)
    if of_stack and not stack:
        cure = stack_cure(chosen.name, options.environment, repository, "workflows.toml can name it")
        raise UsageError("--stack is missing: it names the stack to compare with", hint=cure)
    if of_stack or against.startswith(("sha256:", "s3://")):
        return _with_pushed(one, against, stack, resource, connect())
    if Path(against).exists() or (repository.root / "workflows" / against).is_dir():
        named = workflow_path(against, repository.root)
        check_inside(named, repository.root)
        other = shown_path(named)
        return one._replace(old=_readable(chosen._replace(path=other).check(), str(other), screen), old_name=str(other))
    old = _at_revision(against, chosen, screen)
    return one._replace(old=old, old_name="staged" if against == ":" else against)


def _names_release(against: str) -> bool:
    """Return whether a release is meant, and not a file (with a dot or a slash) at a git branch called `release`."""
    return against.startswith(RELEASE) and not {".", "/"} & set(against)


def _with_pushed(one: Sides, against: str, stack: str, resource: str, cloud: Cloud) -> Sides:
    from workflow_updater.plan.looking.deployed import comparable, read_deployed, read_pushed

    if against.startswith(RELEASE):
        from workflow_updater.plan.recording.released import read_released
        from workflow_updater.releases.definitions import read_definition
        from workflow_updater.releases.named import release_named

        released = read_released(cloud, stack, resource=resource)
        name = against.removeprefix(RELEASE)
        release = release_named(released.records.releases, name, running=released.running)
        return one._replace(old=read_definition(cloud.objects, release), old_name=f"release {release.sequence}")
    if against != DEPLOYED:
        old = read_pushed(cloud, against, stack, resource=resource)
        return one._replace(old=old, old_name=_short(against))
    there = read_deployed(cloud, stack, resource=resource)
    old, new = comparable(there.deployed, there.definition, one.new)
    return one._replace(new=new, old=old, old_name=f"{stack} (deployed)")


def _short(against: str) -> str:
    kind, colon, digest = against.partition(":")
    return f"{kind}{colon}{short_id(digest)}" if kind == "sha256" else against


def _at_revision(against: str, chosen: Chosen, screen: Screen) -> object:
    """
    Return the definition as it was at `REV`, at `REV:PATH` for another file, or staged; None when it is new since.

    As git has it, PATH counts from the root of the repository, and from here when it begins with a dot.
    """
    from workflow_updater.sources.git import STAGED, commit_of
    from workflow_updater.sources.git_definition import NotThere, check_definition_at

    revision, _, other = against.partition(":")
    path = chosen.path
    if other:
        path = shown_path(Path(other) if other.startswith(".") else chosen.rendering.root / other)
    commit = commit_of(path.parent, revision) if revision else STAGED
    if not commit:
        raise UsageError(f"--against {against} is no file and no git revision", hint=f"it can be {_FORMS}")
    try:
        checked = check_definition_at(path, commit, revision or "staged", chosen.rendering)
    except NotThere as fault:
        if other:
            raise
        screen.note(f"{fault.message}: all of it is new; if it had another name, --against {revision}:PATH tells it")
        return None
    return _readable(checked, against, screen)


def _readable(checked: tuple[Document | None, list[Finding]], name: str, screen: Screen) -> object:
    document, findings = checked
    if document is None:
        raise DefinitionInvalid(f"{name} cannot be read", findings)
    errors = len(errors_in(findings))
    if errors:
        screen.note(f"{name} has {errors} error{'s' * (errors > 1)}; `validate` tells them")
    return document.value
