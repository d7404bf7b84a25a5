"""Which stack a verb looks at that needs no definition: named by a flag, or by workflows.toml."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from workflow_updater.core.nearest import nearest
from workflow_updater.errors import UsageError
from workflow_updater.repository import Repository, read_repository
from workflow_updater.settings import bucket_for
from workflow_updater.sources.workflow_path import workflow_name


class ChosenStack(NamedTuple):
    """A state machine in a stack; *resource* and *bucket* are "" where the stack itself has to tell."""

    stack: str
    resource: str
    bucket: str


def add_resource_argument(parser: argparse._ActionsContainer) -> None:
    """Add the flag that says which state machine of a stack is meant."""
    parser.add_argument("--resource", default="", help="logical id of the state machine, when the stack has several")


def add_stack_arguments(parser: argparse._ActionsContainer) -> None:
    """Add the flags that say which stack is meant."""
    parser.add_argument("-s", "--stack", default="", help="the stack that owns the state machine")
    add_resource_argument(parser)
    parser.add_argument(
        "-f", "--workflow", default="", metavar="NAME", help="a workflow of workflows.toml, which names its stack"
    )
    parser.add_argument("--environment", default="", metavar="NAME", help="an environment of workflows.toml")
    parser.set_defaults(bucket="")


def add_bucket_argument(parser: argparse._ActionsContainer) -> None:
    """Add the flag of those who read records."""
    parser.add_argument("-b", "--bucket", default="", help="the workflow bucket, when the stack does not tell it")


def choose_stack(options: argparse.Namespace, environ: Mapping[str, str], folder: Path) -> ChosenStack:
    """
    Return the state machine that *options* name; *folder* need be no repository.

    Raises:
        UsageError: no stack is named, or workflows.toml has no such workflow or environment.
    """
    repository = read_repository(folder)
    name = workflow_name(options.workflow) if options.workflow else ""
    entry = repository.workflow(name, options.environment)
    stack = options.stack or entry.stack
    if not stack:
        raise _no_stack(name, options.environment, repository)
    bucket = bucket_for(
        flag=options.bucket,
        environment_name=options.environment,
        environ=environ,
        repository=repository,
        workflow=name,
    )
    return ChosenStack(stack, options.resource or entry.resource, bucket)


def stack_cure(workflow: str, environment: str, repository: Repository, otherwise: str) -> str:
    """
    Return how the stack of *workflow* can be named: by the environments that have one, else as *otherwise* says.

    Who asked for an *environment* is sent to no other one: a cure that is typed off would push to production.
    """
    if environment:
        return f"--stack names it, or workflows.toml does for environment {environment}"
    naming = [name for name, entry in repository.environments.items() if entry.workflows.get(workflow, {}).get("stack")]
    return f"--environment {' or --environment '.join(naming)} names it" if naming else otherwise


def _no_stack(name: str, environment: str, repository: Repository) -> UsageError:
    """Return why no stack is named; *name* is the workflow's."""
    if not name:
        return UsageError("--stack is missing", hint="it names the stack; or --workflow one that workflows.toml knows")
    likely = "" if name in repository.workflows else nearest(name, repository.workflows)
    if likely:
        return UsageError(f"workflows.toml names no stack for {name}", hint=f"did you mean {likely}?")
    cure = stack_cure(name, environment, repository, "--stack names it")
    return UsageError(f"workflows.toml names no stack for {name}", hint=cure)
