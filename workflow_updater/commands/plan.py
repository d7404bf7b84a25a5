"""`plan`: shows what `deploy` would do; writes nothing, but with `--change-set`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.clock import Clock, SystemClock
from workflow_updater.commands.deployment import add_deployment_arguments, nothing_sent_yet, read_asked, refuse_lacking
from workflow_updater.commands.shown import shown_on
from workflow_updater.commands.step_summary import StepSummary
from workflow_updater.errors import EXIT_DIFFERS, EXIT_DONE, UsageError
from workflow_updater.plan.aliases.around_push import outlasts
from workflow_updater.plan.executor import carry_out
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import watch
from workflow_updater.plan.push import Terms, new_attempt
from workflow_updater.report.deployment import plan_lines
from workflow_updater.report.plan_json import plan_value
from workflow_updater.report.text import finding_lines
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "show what deploy would do"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    add_deployment_arguments(parser)
    how = parser.add_argument_group("how it is shown")
    how.add_argument(
        "--change-set", action="store_true", help="publish and make a change set too, review it, and delete it again"
    )
    how.add_argument("--detailed-exitcode", action="store_true", help="exit code 10 when something would change")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """Show the plan and return 0, or 10 with `--detailed-exitcode` when it would change something."""
    clock = SystemClock()
    title = " → ".join(filter(None, (options.workflow, options.stack)))
    with StepSummary(os.environ, title, clock, screen) as summary:
        return _plan(options, connect, screen, clock, summary)


def _plan(
    options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen, clock: Clock, summary: StepSummary
) -> int:
    asked = read_asked(options, os.environ, Path.cwd(), connect)
    for line in finding_lines(asked.warnings):
        screen.note(line)
    started = clock.monotonic()
    cloud = connect()
    screen.live(f"reading {asked.wanted.stack}")
    with nothing_sent_yet(asked.wanted.stack):
        if options.local and cloud.stacks.describe(asked.wanted.stack) is None:
            raise UsageError(
                f"the embedded cloud has no stack {asked.wanted.stack} yet, and a plan makes none",
                hint="`deploy --local` with the same flags makes it, and pushes",
            )
        plan = summary.plan = prepare(asked.wanted, cloud)
    for line in finding_lines(plan.warnings):
        screen.note(line)
    differs = not plan.is_unchanged
    if note := outlasts(plan, options.timeout):
        screen.note(f"note: {note}")
    for line in plan_lines(plan):
        screen.result(line)
    if differs and asked.require_permissions:
        refuse_lacking(plan)
    if differs and options.change_set:
        terms = Terms(clock, started + options.timeout, aim="show change set")
        differs = watch(carry_out(plan, cloud, new_attempt(plan, terms)), shown_on(screen)).ended != "unchanged"
    summary.words = "would be updated: planned, not pushed" if differs else "runs this already: no change"
    screen.result_json(plan_value(plan, asked.warnings, differs=differs))
    return EXIT_DIFFERS if differs and options.detailed_exitcode else EXIT_DONE
