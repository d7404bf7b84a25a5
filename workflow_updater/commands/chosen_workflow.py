"""The workflow that a call names: its file, what workflows.toml says of it, and how it is rendered."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from workflow_updater.commands.cloud_lookups import AskedCloud
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import MachineType
from workflow_updater.core.nearest import nearest
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import UsageError
from workflow_updater.repository import FILE_NAME, Repository, WorkflowEntry
from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.sources.definition_file import FOLDER_NAMES
from workflow_updater.sources.inside import check_inside
from workflow_updater.sources.rendering import LOOKUPS, Rendering
from workflow_updater.sources.shown_path import shown_path
from workflow_updater.sources.workflow_path import workflow_name, workflow_path

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

WORKFLOW_HELP = "a definition, its folder, or the name of a workflow"
_WORKFLOW = "{workflow}"
_SUFFIXES = {".json", ".yaml", ".yml", ".j2"}


class Chosen(NamedTuple):
    """A workflow: *ignore* are the rules whose warnings do not count for it."""

    name: str
    path: Path
    entry: WorkflowEntry
    rendering: Rendering
    ignore: tuple[str, ...]

    def check(self, *, machine_type: MachineType = "") -> tuple[Document | None, list[Finding]]:
        """
        Return the rendered definition, None when there is none, and all its findings with their places.

        *machine_type* "" is that of workflows.toml.

        Raises:
            UsageError: the file cannot be opened.
            DeployError: AWS did not answer a lookup of a template.
        """
        return check_definition(
            self.path, machine_type=machine_type or self.entry.type, ignore=self.ignore, rendering=self.rendering
        )


def add_rendering_arguments(group: argparse._ActionsContainer) -> None:
    """Add the flags that say what a template may know: `--environment` and `--var`."""
    group.add_argument("--environment", default="", metavar="NAME", help="an environment of workflows.toml")
    group.add_argument(
        "--var",
        action="append",
        default=[],
        metavar="NAME=TEXT",
        help="a variable of the template; NAME:=JSON for what is no text; may be repeated",
    )


def choose(
    given: str,
    options: argparse.Namespace,
    repository: Repository,
    connect: Callable[[], Cloud],
    environ: Mapping[str, str] = os.environ,
) -> Chosen:
    """
    Return the workflow that *given* names: a file, a folder, or a name of workflows.toml or of `workflows/`.

    AWS is asked only when its template looks something up there.

    Raises:
        UsageError: there is none, or the flags or workflows.toml are wrong.
    """
    path = _path(given, repository)
    check_inside(path, repository.root)
    name = _listed_name(path, repository) or workflow_name(given)
    rendering = Rendering(
        root=repository.root if path.resolve().is_relative_to(repository.root.resolve()) else path.parent,
        variables=_variables(options, repository),
        patches=_patches(options.environment, repository, name),
        environ=environ,
        cloud=AskedCloud(connect),
        cure=lambda variable: _cure(variable, options.environment, repository),
    )
    entry = repository.workflow(name, options.environment)
    return Chosen(name, path, entry, rendering, (*repository.ignore, *entry.ignore))


def workflow_names(repository: Repository) -> list[str]:
    """Return the names of all workflows: folders of `workflows/` with a definition, then those of workflows.toml."""
    folders = (repository.root / "workflows").glob("*")
    here = sorted(folder.name for folder in folders if _holds_definition(folder))
    listed = (name for name, entry in repository.workflows.items() if entry.definition)
    return list(dict.fromkeys((*here, *listed)))


def _holds_definition(folder: Path) -> bool:
    return any((folder / name).is_file() for name in FOLDER_NAMES)


def _path(given: str, repository: Repository) -> Path:
    definition = repository.workflow(given).definition
    if Path(given).exists():
        return workflow_path(given, repository.root)
    if not definition:
        found = workflow_path(given, repository.root)
        if found.exists():
            check_inside(found, repository.root)
            return shown_path(found)
        raise _no_workflow(given, repository)
    named = repository.root / definition
    file = repository.root / FILE_NAME
    if not named.exists():
        raise UsageError(f"there is no {named}", hint=f"{file} names it as the definition of {given}")
    check_inside(named, repository.root, f"{file}: workflows.{given}.definition")
    return workflow_path(str(shown_path(named)), repository.root)


def _no_workflow(given: str, repository: Repository) -> UsageError:
    place = Path(given)
    beside = [one.name for one in place.parent.glob("*") if one.is_dir() or one.suffix in _SUFFIXES]
    near = place.parent / (nearest(place.name, beside) or place.name)
    is_workflow = near.is_file() or _holds_definition(near)
    likely = str(near) if is_workflow else nearest(given, workflow_names(repository))
    what = "no file" if place.suffix else "no file and no workflow"
    otherwise = "check the path; it counts from here" if place.suffix else "check the name; paths count from here"
    return UsageError(f"there is {what} {given}", hint=f"did you mean {likely}?" if likely else otherwise)


def _listed_name(path: Path, repository: Repository) -> str:
    """Return the workflow whose definition workflows.toml says *path* is, "" for none."""
    for name, entry in repository.workflows.items():
        named = (repository.root / entry.definition).resolve()
        if entry.definition and named in (path.resolve(), path.resolve().parent):
            return name
    return ""


def _variables(options: argparse.Namespace, repository: Repository) -> dict[str, Any]:
    found = {**repository.environment(options.environment).variables, **dict(_assigned(text) for text in options.var)}
    for name in LOOKUPS:
        if name in found:
            raise UsageError(f"no variable can be called {name}: templates have a lookup of that name")
    return found


def _assigned(text: str) -> tuple[str, Any]:
    """Return name and value of `NAME=TEXT` or `NAME:=JSON`."""
    name, equals, value = text.partition("=")
    plain = name.removesuffix(":")
    if not equals or not plain.isidentifier():
        raise UsageError(f"--var {text}: not NAME=TEXT", hint="for example --var queue=orders, or --var 'retries:=3'")
    if plain == name:
        return name, value
    import json

    try:
        return plain, json.loads(value)
    except ValueError as fault:
        raise UsageError(f"--var {text}: what follows := is not JSON: {fault}") from fault


def _patches(environment: str, repository: Repository, workflow: str) -> tuple[Path, ...]:
    found = []
    place = f"{repository.root / FILE_NAME}: environments.{environment}.patches"
    for given in repository.environment(environment).patches:
        path = repository.root / given.replace(_WORKFLOW, workflow)
        if path.is_file():
            check_inside(path, repository.root, place)
            found.append(shown_path(path))
        elif _WORKFLOW not in given:  # a patch for each workflow is for those that have one
            raise UsageError(f"{place}: there is no file {given}", hint=f"paths count from {repository.root}")
    return tuple(found)


def _cure(variable: str, environment: str, repository: Repository) -> str:
    """Return how the undefined *variable* can be defined."""
    by_flag = f"--var {variable}=TEXT"
    knowing = [name for name, entry in repository.environments.items() if variable in entry.variables]
    if knowing:
        return f"--environment {' or --environment '.join(knowing)} defines it, or {by_flag}"
    likely = nearest(variable, (*LOOKUPS, *repository.environment(environment).variables))
    if likely:
        return f"did you mean {likely}?"
    table = f"[environments.{environment or 'NAME'}.variables] of {FILE_NAME}"
    return f"define it in {table}, or with {by_flag}"
