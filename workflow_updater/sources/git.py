"""
The one door to git: what a repository holds at a revision, or staged. No shell, no prompt, nothing is written.

And nothing is run or fetched that the repository's own configuration names: whoever wrote that may be a stranger.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from workflow_updater.errors import UsageError

STAGED = ":"  # as git itself names the index
_FILE_MODES = {"100644", "100755"}  # links and submodules are no files of this repository


def commit_of(folder: Path, revision: str) -> str:
    """
    Return the id of the commit that *revision* names in the repository around *folder*; "" when it names none.

    Raises:
        UsageError: git is not installed, or *folder* is in no repository.
    """
    _top(folder)
    answer = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return answer.stdout.decode().strip() if answer.returncode == 0 else ""


def files_at(folder: Path, revision: str) -> dict[str, bytes]:
    """
    Return the files below *folder* at a commit's id, or as they are staged for `STAGED`: path below it → content.

    Raises:
        UsageError: git is not installed, or *folder* is in no repository.
    """
    listed = ["ls-files", "-s", "-z"] if revision == STAGED else ["ls-tree", "-r", "-z", "--full-tree", revision]
    below = _below_top(folder)
    answer = _git(_top(folder), *listed, "--", *([below] if below else []))
    if answer.returncode:
        raise UsageError(f"git: {_said(answer)}", hint=f"asked for the files of {folder} at {revision}")
    blobs = {}
    for entry in filter(None, answer.stdout.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, *words = about.decode().split()
        name = os.fsdecode(path)
        if mode in _FILE_MODES and ".." not in PurePosixPath(name).parts:
            # ls-files: mode, id, stage; ls-tree: mode, type, id
            blobs[name[len(below) :].lstrip("/")] = words[0] if revision == STAGED else words[1]
    return dict(zip(blobs, _contents(folder, list(blobs.values())), strict=True))


def _contents(folder: Path, ids: Sequence[str]) -> list[bytes]:
    """Return the content of each blob, with one process for all of them."""
    answer = _git(folder, "cat-file", "--batch", given="".join(f"{one}\n" for one in ids).encode())
    contents, rest = [], answer.stdout
    for one in ids:
        header, _, rest = rest.partition(b"\n")
        words = header.split()
        if len(words) != 3:
            raise UsageError(
                f"git has lost the object {one}", hint="in a partial clone, fetch it; else git fsck tells more"
            )
        size = int(words[2])
        contents.append(rest[:size])
        rest = rest[size + 1 :]
    return contents


def _below_top(folder: Path) -> str:
    top = _top(folder).resolve()
    if not folder.resolve().is_relative_to(top):
        raise UsageError(f"git has the files of {folder} in {top}", hint="see core.worktree in its configuration")
    below = folder.resolve().relative_to(top).as_posix()
    return "" if below == "." else below


def _top(folder: Path) -> Path:
    answer = _git(folder, "rev-parse", "--show-toplevel")
    if answer.returncode:
        raise UsageError(f"{folder} is in no git repository: {_said(answer)}", hint="compare with a file instead")
    return Path(os.fsdecode(answer.stdout).rstrip("\n"))


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
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
        raise UsageError("git is not installed", hint="compare with a file instead, or install git") from fault


def _said(answer: subprocess.CompletedProcess[bytes]) -> str:
    return (
        answer.stderr.decode(errors="replace").strip().removeprefix("fatal: ").splitlines()[0][:200]
        if (answer.stderr.strip())
        else f"exit code {answer.returncode}"
    )
