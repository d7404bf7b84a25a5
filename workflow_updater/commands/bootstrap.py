"""`bootstrap`: the infra team sets up bucket, macro and stacks, once per account and region."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater import bundle
from workflow_updater.clock import Clock, SystemClock
from workflow_updater.commands.deadline import add_timeout
from workflow_updater.commands.shown import shown_on
from workflow_updater.errors import EXIT_DONE
from workflow_updater.plan.attempt import Attempt
from workflow_updater.plan.bootstrap import Bootstrap, SetUp, WorkflowStack, set_up
from workflow_updater.plan.change_sets.names import bootstrap_name
from workflow_updater.plan.model import Template
from workflow_updater.plan.progress import watch
from workflow_updater.repository import read_repository
from workflow_updater.screen import Screen
from workflow_updater.sources.shipped_workflow import StackSource, stack_source
from workflow_updater.sources.template_file import read_template

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "infra team: bucket, macro and stacks, once per account and region"
DEFAULT_TIMEOUT_SECONDS = 1800.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument(
        "--stack",
        action="append",
        default=[],
        metavar="NAME",
        help="also the stack of workflows/NAME, from its template; may be repeated",
    )
    parser.add_argument("--bucket", default="", help="the workflow bucket, instead of workflows-ACCOUNT-REGION")
    add_timeout(parser, DEFAULT_TIMEOUT_SECONDS)


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen, clock: Clock | None = None) -> int:
    """
    Bring the account to what this version of the tool needs, and return the exit code; done already is fine.

    Raises:
        DeployError: a stack could not be brought there; the message names it.
    """
    clock = clock or SystemClock()
    wanted = bootstrap_of(sources_of(options.stack, Path.cwd()), bucket=options.bucket)
    attempt = Attempt(bootstrap_name(), clock, clock.monotonic() + options.timeout)
    done = watch(set_up(wanted, connect(), attempt), shown_on(screen))
    screen.still()
    _tell(done, screen)
    return EXIT_DONE


def sources_of(workflows: Iterable[str], folder: Path) -> list[StackSource]:
    """
    Return what the stacks of these *workflows* are made from: of the repository around *folder*, else those shipped.

    Raises:
        UsageError: there is no such workflow.
    """
    root = read_repository(folder).root
    folders = (root / "workflows", bundle.workflows()), (root / "templates", bundle.templates())
    return [stack_source(name, *folders) for name in workflows]


def bootstrap_of(sources: Iterable[StackSource], *, bucket: str) -> Bootstrap:
    """Return everything that is to be there, read from files; AWS is not asked yet."""
    from workflow_updater.packaging import build_function_zip, build_macro_zip

    return Bootstrap(
        bucket=bucket,
        bucket_template=_template(bundle.templates() / "workflow_bucket.yaml"),
        macro_template=_template(bundle.templates() / "macro.yaml"),
        macro_zip=build_macro_zip(bundle.macro_source()),
        workflow_stacks=tuple(
            WorkflowStack(
                one.stack, _template(one.template), build_function_zip(one.functions) if one.functions else b""
            )
            for one in sources
        ),
    )


def _template(path: Path) -> Template:
    return Template(read_template(path), str(path))


def _tell(done: SetUp, screen: Screen) -> None:
    screen.result(f"bucket  {done.bucket}")
    screen.result(f"macro   {done.macro}")
    for stack, ended in done.stacks.items():
        screen.result(f"stack   {stack}: {ended}")
    screen.result_json({"bucket": done.bucket, "macro": done.macro, "stacks": dict(done.stacks)})
