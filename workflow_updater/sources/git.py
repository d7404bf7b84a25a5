"""
The one door to git: what a repository holds at a revision, or staged. No shell, no prompt, nothing is written.

And nothing is run or fetched that the repository's own configuration names: whoever wrote that may be a stranger.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from workflow_updater.core.lineage import Commit, Lost
from workflow_updater.errors import UsageError

STAGED = ":"  # as git itself names the index
_FILE_MODES = {"100644", "100755"}  # links and submodules are no files of this repository
# A signature is not looked at: that would run a program of the configuration's choice.
_LOG = ("log", "-z", "--no-show-signature", "--encoding=UTF-8", "--format=%H%x00%an <%ae>%x00%s")
_NEVER_CHECKED_OUT = {"..", ".git"}


def commit_of(folder: Path, revision: str) -> str:
    """
    Return the id of the commit that *revision* names in the repository around *folder*; "" when it names none.

    Raises:
        UsageError: git is not installed, or *folder* is in no repository.
    """
    top_of(folder)
    answer = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return answer.stdout.decode().strip() if answer.returncode == 0 else ""


def top_of(folder: Path) -> Path:
    """
    Return the folder that holds the work tree around *folder*.

    Raises:
        UsageError: git is not installed, or *folder* is in no repository.
    """
    answer = _git(folder, "rev-parse", "--show-toplevel")
    if answer.returncode:
        raise UsageError(
            f"{folder} is in no git repository: {_said(answer)}", hint="go into a clone, or name a file instead"
        )
    return Path(os.fsdecode(answer.stdout).rstrip("\n"))


def files_at(folder: Path, revision: str) -> dict[str, bytes]:
    """
    Return the files below *folder* at a commit's id, or as they are staged for `STAGED`: path below it → content.

    Raises:
        UsageError: git is not installed, or *folder* is in no repository.
    """
    below = _belowtop_of(folder)
    blobs = {name[len(below) :].lstrip("/"): blob for name, blob in _listed(top_of(folder), revision, below).items()}
    return contents_of(folder, blobs)


def blobs_at(top: Path, revision: str) -> dict[str, str]:
    """
    Return the files of the work tree *top* at a commit's id, or as staged for `STAGED`: path → id of its content.

    Links, submodules, and what no checkout may hold (`..`, `.git`) are left out.

    Raises:
        UsageError: git cannot list them.
    """
    return _listed(top, revision, "")


def contents_of(folder: Path, blobs: Mapping[str, str]) -> dict[str, bytes]:
    """
    Return the content of each of *blobs*, path → id, with one process for all of them.

    Raises:
        UsageError: the repository lacks one.
    """
    answer = _git(folder, "cat-file", "--batch", given="".join(f"{one}\n" for one in blobs.values()).encode())
    found, at = {}, 0
    for name, blob in blobs.items():
        end = answer.stdout.find(b"\n", at)
        words = answer.stdout[at:end].split()
        if len(words) != 3:
            raise UsageError(
                f"git has lost the object {blob}", hint="in a partial clone, fetch it; else git fsck tells more"
            )
        at = end + 1 + int(words[2])
        found[name] = answer.stdout[end + 1 : at]
        at += 1  # the line feed behind it
    return found


def changed_paths(top: Path, old: str, new: str) -> set[str]:
    """
    Return the paths that differ between two commits' ids, or between *old* and what is staged; renames are two.

    *old* "" is a repository without files.

    Raises:
        UsageError: git cannot compare them.
    """
    if not old:
        return set(blobs_at(top, new))
    asked = ["diff-index", "--cached", old] if new == STAGED else ["diff-tree", "-r", old, new]
    answer = _git(top, *asked, "-z", "--name-only", "--no-renames", "--ignore-submodules=all", "--no-ext-diff", "--")
    if answer.returncode:
        raise UsageError(f"git: {_said(answer)}", hint=f"asked for what differs between {old} and {new}")
    return {os.fsdecode(path) for path in filter(None, answer.stdout.split(b"\0"))}


def contents_at(top: Path, revision: str, paths: Iterable[str]) -> dict[str, bytes]:
    """
    Return the files of *paths* that a commit has: path → content.

    Raises:
        UsageError: there is no such commit, or the repository lacks a content.
    """
    wanted = sorted(set(paths))
    return contents_of(top, _listed(top, revision, *wanted)) if wanted else {}


def commit_told(top: Path, commit: str) -> Commit:
    """
    Return author and subject of a commit's id.

    Raises:
        UsageError: there is no such commit.
    """
    answer = _git(top, *_LOG, "--max-count=1", commit, "--")
    if answer.returncode:
        raise UsageError(f"git: {_said(answer)}", hint=f"asked for the commit {commit}")
    return _commits(answer)[0]


def commits_lost(top: Path, deployed: str, pushed: str, *, most: int, below: str = "", given_up: str = "") -> Lost:
    """
    Return the commits that the id *deployed* has and *pushed* has not; *most* of them, the newest, are told of.

    With *below*, a path from *top* on, only those count that changed something there. Those that the commit *given_up*
    has do not count.

    Raises:
        UsageError: git does not answer.
    """
    is_shallow = _git(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    if not commit_of(top, deployed):
        return Lost(is_known=False, is_shallow=is_shallow)
    paths = [below] if below else []  # no pattern: see `_git`
    asked = [deployed, f"^{pushed}", *([f"^{given_up}"] if given_up else [])]
    counted = _git(top, "rev-list", "--count", *asked, "--", *paths)
    told = _git(top, *_LOG, f"--max-count={most}", *asked, "--", *paths)
    for answer in (counted, told):
        if answer.returncode:
            raise UsageError(f"git: {_said(answer)}", hint=f"asked for what {deployed} has and {pushed} has not")
    return Lost(tuple(_commits(told)), int(counted.stdout), is_shallow=is_shallow)


def common_ancestor(top: Path, commit: str, remote: str) -> str:
    """
    Return the newest commit that *commit* has in common with what was last seen of *remote*; "" when there is none.

    Raises:
        UsageError: git is not installed.
    """
    seen = _git(top, "for-each-ref", "--format=%(objectname)", f"refs/remotes/{remote}/").stdout.decode().split()
    answer = _git(top, "merge-base", commit, *dict.fromkeys(seen)) if seen else None
    return answer.stdout.decode().strip() if answer and answer.returncode == 0 else ""


def hooks_folder(top: Path) -> Path:
    """
    Return where git looks for the hooks of the work tree *top*; core.hooksPath and linked work trees are respected.

    Raises:
        UsageError: the folder is that of all repositories, by the configuration of the user or of the machine.
    """
    scope, _, value = (
        _git(top, "config", "--show-scope", "--type=path", "--get", "core.hooksPath").stdout.decode().partition("\t")
    )
    if scope in {"global", "system"}:
        raise UsageError(
            f"git's {scope} configuration, core.hooksPath, has the hooks of all repositories in {value.strip()}",
            hint="to have hooks of its own here: git config core.hooksPath .git/hooks",
        )
    answer = _git(top, "rev-parse", "--git-path", "hooks")
    return top / os.fsdecode(answer.stdout).rstrip("\n")


def _commits(answer: subprocess.CompletedProcess[bytes]) -> list[Commit]:
    """Return the commits of an answer to `_LOG`; names that are no UTF-8 are told as well as it goes."""
    lines = answer.stdout.decode(errors="replace").split("\0")
    return [Commit(*lines[at : at + 3]) for at in range(0, len(lines) - 2, 3)]


def _listed(top: Path, revision: str, *below: str) -> dict[str, str]:
    listed = ["ls-files", "-s", "-z"] if revision == STAGED else ["ls-tree", "-r", "-z", "--full-tree", revision]
    answer = _git(top, *listed, "--", *filter(None, below))
    if answer.returncode:
        raise UsageError(f"git: {_said(answer)}", hint=f"asked for files of {top} at {revision}")
    blobs = {}
    for entry in filter(None, answer.stdout.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, *words = about.decode().split()
        name = os.fsdecode(path)
        if mode in _FILE_MODES and _NEVER_CHECKED_OUT.isdisjoint(name.lower().split("/")):
            # ls-files: mode, id, stage; ls-tree: mode, type, id
            blobs[name] = words[0] if revision == STAGED else words[1]
    return blobs


def _belowtop_of(folder: Path) -> str:
    top = top_of(folder).resolve()
    if not folder.resolve().is_relative_to(top):
        raise UsageError(f"git has the files of {folder} in {top}", hint="see core.worktree in its configuration")
    below = folder.resolve().relative_to(top).as_posix()
    return "" if below == "." else below


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    environment["GIT_NO_REPLACE_OBJECTS"] = "1"  # what is pushed is the commit itself, not what stands in for it here
    environment["GIT_LITERAL_PATHSPECS"] = "1"  # a folder named `[x]` is no pattern
    environment["GIT_ALLOW_PROTOCOL"] = (
        "none"  # a partial clone fetches what it lacks, by a command of its own if so told
    )
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.is_dir())
    try:
        return subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "-C", str(there), *arguments],
            input=given,
            capture_output=True,
            check=False,
            env=environment,
        )
    except FileNotFoundError as fault:
        raise UsageError("git is not installed", hint="install git, or name a file instead") from fault


def _said(answer: subprocess.CompletedProcess[bytes]) -> str:
    return (
        answer.stderr.decode(errors="replace").strip().removeprefix("fatal: ").splitlines()[0][:200]
        if (answer.stderr.strip())
        else f"exit code {answer.returncode}"
    )
