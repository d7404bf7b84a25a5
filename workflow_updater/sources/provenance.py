"""Which commit a definition comes from, and what of the deployed one that commit does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from workflow_updater.core.lineage import Lost
from workflow_updater.core.release import NOWHERE, Provenance
from workflow_updater.errors import UsageError
from workflow_updater.sources.git import commit_of, commit_told, commits_lost, contents_at, top_of

COMMITS_TOLD = 10


class Origin(NamedTuple):
    """
    Where a definition comes from.

    *lost* tells what a deployed commit's id has that this one has not; None outside git, where nobody can.
    """

    provenance: Provenance = NOWHERE
    lost: Callable[[str], Lost] | None = None


def origin_of(definition: Path, others: Iterable[Path] = ()) -> Origin:
    """
    Return the commit that is checked out around *definition*, an empty origin outside git or before the first commit.

    It is dirty when the definition, or one of the *others* that it is made of, is not as the commit has it.
    """
    file = definition.resolve()
    try:
        top = top_of(file.parent)
        commit = commit_of(top, "HEAD")
    except UsageError:  # no git, or no repository
        return Origin()
    if not commit:
        return Origin()
    return _origin(top, commit, is_dirty=_differs(top, commit, {file, *(other.resolve() for other in others)}))


def origin_at(top: Path, commit: str, *, given_up: str = "") -> Origin:
    """
    Return the origin of a definition that is read from a *commit* of the repository *top*, not from its work tree.

    What the commit *given_up* has, if there is one, counts as no loss.

    Raises:
        UsageError: there is no such commit.
    """
    return _origin(top, commit, is_dirty=False, given_up=given_up)


def _origin(top: Path, commit: str, *, is_dirty: bool, given_up: str = "") -> Origin:
    told = commit_told(top, commit)
    provenance = Provenance(commit, is_dirty, told.author, told.subject)
    return Origin(provenance, lambda its: commits_lost(top, its, commit, most=COMMITS_TOLD, given_up=given_up))


def _differs(top: Path, commit: str, files: Iterable[Path]) -> bool:
    """Return whether one of *files* is not as in *commit*; one that is in neither is no difference."""
    root = top.resolve()
    inside = {file.relative_to(root).as_posix(): file for file in files if file.is_relative_to(root)}
    if any(file.exists() and not file.is_relative_to(root) for file in files):
        return True
    there = contents_at(top, commit, inside)
    return any(not _same(file, there.get(path)) for path, file in inside.items())


def _same(file: Path, content: bytes | None) -> bool:
    here = file.read_bytes() if file.is_file() else None
    if here is None or content is None:
        return here is content
    return here == content or _unix(here) == _unix(content)  # git may write other line ends than it stores


def _unix(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")
