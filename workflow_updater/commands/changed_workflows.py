"""Which workflows differ between two states of the repository, as far as names and workflows.toml tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Set
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import NamedTuple

from workflow_updater.commands.literal_reads import literal_reads
from workflow_updater.core.short import short_id
from workflow_updater.errors import UsageError
from workflow_updater.repository import FILE_NAME, Repository, parse_repository
from workflow_updater.sources.definition_file import FOLDER_NAMES, TEMPLATE_SUFFIX
from workflow_updater.sources.git import STAGED, blobs_at, contents_of
from workflow_updater.sources.workflow_path import workflow_name

_DEFINITION = re.compile(r"(.*/)?[^/]+\.asl\.(json|yaml|yml)(\.j2)?")
_TESTS = "tests"


class Change(NamedTuple):
    """
    A workflow that may differ in an environment, "" where workflows.toml has none for it.

    It has none for what it does not list and is no template: patches are hardly meant for that. *definition* counts
    from the root of the repository.

    *reads* are the files that a template may read, None when only rendering tells. *is_sure* is false where these have
    to tell, or where only test files differ (*is_tested*). *is_listed*: the definition is that of `[workflows.NAME]`.
    """

    name: str
    definition: str
    environment: str
    is_sure: bool
    reads: frozenset[str] | None
    is_tested: bool
    is_listed: bool


class Changes(NamedTuple):
    """What differs in the newer state: the *paths*, and the workflows; *blobs* are all files there, path → id."""

    paths: Set[str]
    blobs: Mapping[str, str]
    repository: Repository
    workflows: tuple[Change, ...]


def changes_between(top: Path, old: str, new: str, paths: Set[str]) -> Changes | None:
    """
    Return which workflows differ from the commit *old* ("": nothing was there) to the commit *new*, or what is staged.

    *paths* are those that differ, by `changed_paths`. None when no workflow can be concerned. Renders nothing.

    Raises:
        UsageError: workflows.toml is wrong in *new*, or git does not answer.
    """
    blobs = blobs_at(top, new) if paths else {}
    if FILE_NAME not in blobs and not any(map(is_definition, blobs)):
        return None
    repository = _repository(top, blobs)
    before = _before(top, old) if FILE_NAME in paths else repository
    found = []
    for definition, name, is_listed in _definitions(repository, blobs, paths, new):
        is_tested = bool(suites(definition, paths))
        is_template = definition.endswith(TEMPLATE_SUFFIX)
        reads = literal_reads(top, definition, blobs) if is_template else frozenset()
        made_of = {definition, *(reads or ())}
        for environment in (repository.environments if is_listed or is_template else ()) or ("",):
            is_other = _said(before, name, environment) != _said(repository, name, environment)
            is_sure = is_other or bool(paths & {*made_of, *patches(repository, name, environment)})
            if is_sure or is_tested or reads is None:
                found.append(Change(name, definition, environment, is_sure, reads, is_tested, is_listed))
    return Changes(paths, blobs, repository, tuple(found)) if found else None


def deploying_branches(top: Path, commit: str) -> set[str]:
    """
    Return the branches that deploy somewhere, by the workflows.toml of *commit*.

    Raises:
        UsageError: it is wrong, or git does not answer.
    """
    environments = _repository(top, blobs_at(top, commit)).environments
    return {environment.branch for environment in environments.values() if environment.branch}


def is_definition(path: str) -> bool:
    """Return whether a file of that name is taken for a definition: *.asl.json, *.asl.yaml, and templates of them."""
    return _DEFINITION.fullmatch(path) is not None


def patches(repository: Repository, name: str, environment: str) -> list[str]:
    """Return the paths that the patches of an environment would have for the workflow *name*."""
    given = repository.environment(environment).patches
    return [normpath(path.replace("{workflow}", name)) for path in given]


def suites(definition: str, paths: Collection[str]) -> set[str]:
    """Return those of *paths* that are test files of the workflow in *definition*."""
    folder = PurePosixPath(definition).parent / _TESTS
    return {path for path in paths if PurePosixPath(path).parent == folder and path.endswith((".yaml", ".yml"))}


def _definitions(
    repository: Repository, blobs: Collection[str], paths: Set[str], new: str
) -> Iterator[tuple[str, str, bool]]:
    """Yield each definition's path, the name of its workflow, and whether workflows.toml lists it."""
    listed = []
    for name, entry in repository.workflows.items():
        place = normpath(entry.definition or f"workflows/{name}")
        found = [path for path in (place, *(normpath(f"{place}/{file}") for file in FOLDER_NAMES)) if path in blobs]
        gone = [path for path in paths if path in {place, FILE_NAME} or path.startswith(f"{place}/")]
        if entry.definition and not found and gone:
            raise UsageError(
                f"{FILE_NAME}: workflows.{name}.definition: there is no {place} in {_named(new)}",
                hint="add the definition to the commit, or take the table out",
            )
        listed += found
        yield from ((path, name, True) for path in found)
    for path in blobs:
        if path not in listed and is_definition(path):
            yield path, workflow_name(path), False


def _named(state: str) -> str:
    return "what is staged" if state == STAGED else short_id(state)


def _repository(top: Path, blobs: Mapping[str, str]) -> Repository:
    content = contents_of(top, {path: blob for path, blob in blobs.items() if path == FILE_NAME})
    return parse_repository(Path(), content[FILE_NAME]) if content else Repository(Path())


def _before(top: Path, old: str) -> Repository | None:
    """Return what workflows.toml said, None when that cannot be known: then everything counts as changed."""
    if not old:
        return None
    try:
        return _repository(top, blobs_at(top, old))
    except UsageError:
        return None


def _said(repository: Repository | None, name: str, environment: str) -> tuple[object, ...] | None:
    """Return all that workflows.toml says of a workflow in an environment."""
    if repository is None or (environment and environment not in repository.environments):
        return None
    return (
        repository._replace(workflows={}, environments={}),
        repository.workflow(name, environment),
        repository.environment(environment)._replace(workflows={}),
    )
