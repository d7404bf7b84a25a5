"""`deploy`: pushes a definition into the state machine of a stack, and into nothing else."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_updater.clock import Clock, SystemClock
from workflow_updater.commands.approved_plan import read_approved, refuse_other
from workflow_updater.commands.deployment import Asked, add_deployment_arguments, read_asked, refuse_lacking
from workflow_updater.commands.pushing import WORDS, add_push_arguments, ask, pushed_value, terms_of
from workflow_updater.commands.run import follow, read_input, show_end, start
from workflow_updater.commands.shown import shown_on
from workflow_updater.commands.step_summary import StepSummary
from workflow_updater.core.short import short_id
from workflow_updater.errors import EXIT_DONE, StackBusy
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import Outcome, watch
from workflow_updater.plan.push import push
from workflow_updater.report.text import finding_lines
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "push a definition into the state machine of a stack, and into nothing else"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    add_deployment_arguments(parser)
    how = parser.add_argument_group("how it is done")
    how.add_argument("--via", choices=("direct",), default="direct", help="who makes the change set (%(default)s)")
    add_push_arguments(how)
    how.add_argument("--approved", default="", metavar="FILE", help="refuse another plan than this `plan --json` tells")
    how.add_argument("--require-tests", action="store_true", help="refuse when one of the workflow's tests fails")
    how.add_argument("--run", metavar="JSON", help="start an execution with this input afterwards, and follow it")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """Deploy, tell how it ended, and return 0."""
    clock = SystemClock()
    title = " → ".join(filter(None, (options.workflow, options.stack)))
    with StepSummary(os.environ, title, clock, screen) as summary:
        return _deploy(options, connect, screen, clock, summary)


def _deploy(
    options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen, clock: Clock, summary: StepSummary
) -> int:
    asked = read_asked(options, os.environ, Path.cwd(), connect)
    for line in finding_lines(asked.warnings):
        screen.note(line)
    input_json = read_input(options.run) if options.run else ""
    approved = read_approved(Path(options.approved)) if options.approved else None
    if options.require_tests or asked.require_tests:
        _require_tests(asked, options, connect, screen)
    cloud = connect()
    if options.local:
        from workflow_updater.commands.local_start import make_ready

        make_ready(cloud, asked.wanted.stack, options.workflow, screen, clock)
    started = clock.monotonic()
    approve = partial(_approve, asked, approved, options, screen)
    steps = push(asked.wanted, cloud, terms_of(options, clock, started), approve=approve)
    pushed = watch(steps, summary.watching(shown_on(screen)))
    plan, outcome = pushed
    seconds = clock.monotonic() - started - screen.thought_seconds
    screen.result(_last_line(plan, outcome, seconds))
    summary.words = WORDS[outcome.ended]
    value = pushed_value(pushed, seconds, {"replaces": plan.replaces.sequence if plan.replaces else 0})
    if not input_json or outcome.ended == "reviewed":
        screen.result_json(value)
        return EXIT_DONE
    if outcome.is_replaced:
        raise StackBusy(f"{plan.target}: somebody else updated it again: nothing is run", hint="push again")
    execution_arn = start(cloud, plan.target.machine_arn, input_json, alias_arn=plan.alias_arn)
    execution = follow(cloud, execution_arn, screen, clock=clock, until=clock.monotonic() + options.timeout)
    summary.words += f", and an execution ended {execution.status}"
    return show_end(execution, screen, value=value)


def _require_tests(asked: Asked, options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> None:
    from workflow_updater.commands.required_tests import refuse_failing  # nobody else waits for the interpreter

    refuse_failing(Path(asked.wanted.file), options, connect, screen)


def _approve(
    asked: Asked, approved: dict[str, Any] | None, options: argparse.Namespace, screen: Screen, plan: Plan
) -> None:
    """Raise Refused for another plan than the approved one, a role without the rights, a no at the terminal."""
    if approved is not None:
        refuse_other(plan, approved, options.approved)
    if asked.require_permissions:
        refuse_lacking(plan)
    ask(f"push this to {plan.target}?", plan, options, screen)


def _last_line(plan: Plan, outcome: Outcome, seconds: float) -> str:
    digest = short_id(plan.publication.digest)
    match outcome.ended:
        case "unchanged":
            return f"{plan.target} runs {digest} already: no change"
        case "reviewed":
            return f"{plan.target}: change set reviewed, not executed: {outcome.change_set}"
        case "updated" if outcome.is_replaced:
            return f"{plan.target} was updated to {digest}, and by somebody else right after"
        case "updated":
            return f"{plan.target} runs {digest} (updated in {seconds:.1f} s)"
