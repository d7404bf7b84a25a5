"""`hook pre-push`: validates what a push changes, and deploys it where workflows.toml says that the branch does."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from workflow_updater.core.short import short_id
from workflow_updater.errors import EXIT_DONE, DefinitionInvalid, DeployError, Refused, UsageError
from workflow_updater.screen import Screen
from workflow_updater.sources.git import changed_paths, commit_of, common_ancestor, top_of
from workflow_updater.sources.git_snapshot import inside_snapshot

if TYPE_CHECKING:
    from workflow_updater.commands.changed_workflows import Change, Changes
    from workflow_updater.commands.check_changes import Checked
    from workflow_updater.core.validation.finding import Finding
    from workflow_updater.repository import EnvironmentEntry

_BRANCHES = "refs/heads/"


class Pushed(NamedTuple):
    """A branch that is pushed: the commit that it shall be at, and the one it is at, "" for a new branch."""

    branch: str
    new: str
    old: str


class _Deployment(NamedTuple):
    """A workflow that the commit *new* brings to an environment, on a branch that was at *old*, "" for nowhere."""

    change: Change
    new: str
    old: str
    blobs: Mapping[str, str]


def pre_push(options: argparse.Namespace, screen: Screen) -> int:
    """
    Tell what is wrong with the pushed workflows, deploy those that shall be, and return the exit code: 0 lets git push.

    All branches are validated before the first deployment; the first one that fails stops the push.

    Raises:
        DeployError: no repository, a wrong workflows.toml, or a deployment that failed.
    """
    if options.local:
        raise UsageError("a push deploys where workflows.toml says, not to --local", hint="use deploy --local instead")
    top = top_of(Path.cwd())
    findings: list[Finding] = []
    deployments: list[_Deployment] = []
    code = EXIT_DONE
    for pushed in read_pushed(sys.stdin):
        old = commit_of(top, pushed.old) if pushed.old else _base(top, pushed, options.remote)
        changes = _changes(top, old, pushed.new)
        if changes is None:
            continue
        checked = _checked(top, changes, screen)
        findings += checked.findings
        code = max(code, checked.exit_code)
        brought = _deployments(checked.changes, changes, pushed, options, screen)
        if brought and pushed.old and not old:
            raise _unknown(pushed, options.remote)
        deployments += brought
    told = _deploy(top, deployments, options, screen) if deployments and not code else []
    screen.result_json({"findings": [finding._asdict() for finding in findings], "deployments": told})
    return code


def read_pushed(lines: Iterable[str]) -> Iterator[Pushed]:
    """
    Yield the branches in what git tells a pre-push hook: local ref, its commit, remote ref, its commit.

    Tags, notes and deleted branches bring no workflow anywhere and are left out.

    Raises:
        UsageError: it is something else.
    """
    for line in lines:
        words = line.split()
        if words and len(words) != 4:
            raise UsageError(f"not a line of git's pre-push: {line.strip()}", hint="git calls this; see docs/hook.md")
        if words and words[2].startswith(_BRANCHES) and words[1].strip("0"):
            yield Pushed(words[2].removeprefix(_BRANCHES), words[1], words[3] if words[3].strip("0") else "")


def _base(top: Path, pushed: Pushed, remote: str) -> str:
    """Return the commit that a new branch is compared with: none where it deploys, for there it is all new."""
    from workflow_updater.commands.changed_workflows import deploying_branches

    is_deploying = pushed.branch in deploying_branches(top, pushed.new)
    return "" if is_deploying else common_ancestor(top, pushed.new, remote)


def _changes(top: Path, old: str, new: str) -> Changes | None:
    """Return which workflows differ from *old* to *new*, None for none; reads no workflow when no path differs."""
    paths = changed_paths(top, old, new)
    if not paths:
        return None
    from workflow_updater.commands.changed_workflows import changes_between

    return changes_between(top, old, new, paths)


def _checked(top: Path, changes: Changes, screen: Screen) -> Checked:
    from workflow_updater.commands.check_changes import check_changes, tell_checked

    checked = check_changes(top, changes)
    tell_checked(checked, screen, "pushed")
    return checked


def _deployments(
    true: Iterable[Change], changes: Changes, pushed: Pushed, options: argparse.Namespace, screen: Screen
) -> list[_Deployment]:
    """Return what of the workflows that do differ the push of that branch brings to an environment."""
    repository = changes.repository
    found = []
    for change in true:
        there = repository.environment(change.environment)
        has_stack = change.is_listed and repository.workflow(change.name, change.environment).stack
        if has_stack and there.branch == pushed.branch:
            if there.remote in {options.remote, options.url}:
                found.append(_Deployment(change, pushed.new, pushed.old, changes.blobs))
            else:
                screen.note(f"{change.name} is not deployed to {change.environment}: {_elsewhere(there, options)}")
    return found


def _elsewhere(there: EnvironmentEntry, options: argparse.Namespace) -> str:
    return f"that takes pushes to {there.remote}, and this one goes to {options.remote or 'no remote'}"


def _unknown(pushed: Pushed, remote: str) -> Refused:
    """Return the error of a branch whose commits nobody here knows: git may well refuse the push after us."""
    return Refused(
        f"{pushed.branch} of {remote} is at {short_id(pushed.old)}, which is not here; nothing was deployed or pushed",
        hint=f"git fetch {remote}, and push again",
    )


def _deploy(
    top: Path, deployments: list[_Deployment], options: argparse.Namespace, screen: Screen
) -> list[Mapping[str, Any]]:
    """Carry out *deployments* one after the other, and return what `deploy --json` tells of each."""
    told = _Gathering(options)
    for number, deployment in enumerate(deployments):
        change = deployment.change
        screen.note(f"{change.name} goes to {change.environment}, from commit {short_id(deployment.new)}")
        try:
            with inside_snapshot(top, deployment.blobs):
                _deploy_one(top, deployment, options, told)
        except DeployError:
            told.still()
            made = f"; {number} of {len(deployments)} deployments were made" if number else ""
            screen.note(f"nothing is pushed{made}")
            raise
    return told.values


def _deploy_one(top: Path, deployment: _Deployment, options: argparse.Namespace, told: Screen) -> None:
    """Call `deploy` as a person would in a clone at that commit; what it reads and runs is there and nowhere else."""
    from workflow_updater.account import open_account
    from workflow_updater.commands import deploy
    from workflow_updater.commands.check_changes import given, keep_lines
    from workflow_updater.sources.provenance import origin_at

    parser = argparse.ArgumentParser()
    deploy.add_arguments(parser)
    words = [f"--workflow={given(deployment.change)}", f"--environment={deployment.change.environment}"]
    asked = parser.parse_args([*words, "--yes"])
    # Git itself refuses to take back what the branch had, and asks us only when it was told to do so all the same.
    asked.origin = origin_at(top, deployment.new, given_up=deployment.old)
    for name in ("region", "profile", "endpoint_url", "json", "local"):  # the flags of all verbs
        setattr(asked, name, vars(options)[name])
    here = Path.cwd()
    with ExitStack() as until_done:
        connect = cache(lambda: open_account(asked, os.environ, here, told, until_done))
        try:
            deploy.run(asked, connect, told)
        except DefinitionInvalid as fault:
            keep_lines(fault.findings)
            raise


class _Gathering(Screen):
    """A screen for several commands: what each tells as JSON is gathered in *values*."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(json_wanted=options.json)
        self.values: list[Mapping[str, Any]] = []

    def result_json(self, value: Mapping[str, Any]) -> None:
        """Gather *value*."""
        self.values.append(value)
