"""`deploy`: pushes a definition into the state machine of a stack, and into nothing else."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_updater.clock import Clock, SystemClock
from workflow_updater.commands.deployment import add_deployment_arguments, read_asked
from workflow_updater.errors import EXIT_DONE, Refused
from workflow_updater.plan.executor import Attempt, carry_out, watch
from workflow_updater.plan.model import Outcome, Plan, Progress, Waiting
from workflow_updater.plan.preparation import prepare
from workflow_updater.report.deployment import plan_lines, progress_line
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
    how.add_argument("--yes", action="store_true", help="do not ask on a terminal")
    how.add_argument("--no-execute", action="store_true", help="leave the reviewed change set for somebody else")
    how.add_argument("--run", metavar="JSON", help="start an execution with this input afterwards, and follow it")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """Deploy, tell how it ended, and return 0."""
    asked = read_asked(options, os.environ, Path.cwd())
    for line in finding_lines(asked.warnings):
        screen.note(line)
    clock = SystemClock()
    started = clock.monotonic()
    cloud = connect()
    screen.live(f"reading {asked.wanted.stack}")
    plan = prepare(asked.wanted, cloud)
    for line in plan_lines(plan):
        screen.note(line)
    if not (plan.is_unchanged or options.yes or not screen.is_interactive):
        _ask(plan, screen)
    attempt = new_attempt(plan, clock, started + options.timeout, keep=options.no_execute)
    outcome = watch(carry_out(plan, cloud, attempt), shown_on(screen))
    seconds = clock.monotonic() - started
    screen.result(_last_line(plan, outcome, seconds))
    screen.result_json(_value(plan, outcome, seconds))
    return EXIT_DONE


def new_attempt(plan: Plan, clock: Clock, until: float, *, keep: bool) -> Attempt:
    """Return an attempt with a name that no other has: what is pushed, and four random bytes."""
    name = f"workflow-{plan.publication.digest[:12]}-{secrets.token_hex(4)}"
    return Attempt(name, clock, until, "keep change set" if keep else "update")


def shown_on(screen: Screen) -> Callable[[Progress], None]:
    """Return what shows a step: a line that stays, or the live line for what is only waited for."""

    def show(step: Progress) -> None:
        if isinstance(step, Waiting):
            screen.live(step.what)
        else:
            screen.note(progress_line(step))

    return show


def _ask(plan: Plan, screen: Screen) -> None:
    if not screen.confirm(f"push this to {plan.target}?"):
        raise Refused(f"{plan.target}: not approved; nothing was changed", hint="--yes approves without a question")


def _last_line(plan: Plan, outcome: Outcome, seconds: float) -> str:
    digest = plan.publication.digest[:12]
    match outcome.ended:
        case "unchanged":
            return f"{plan.target} runs {digest} already: no change"
        case "reviewed":
            return f"{plan.target}: change set reviewed, not executed: {outcome.change_set}"
        case "updated":
            return f"{plan.target} runs {digest} (updated in {seconds:.1f} s)"


def _value(plan: Plan, outcome: Outcome, seconds: float) -> dict[str, Any]:
    return {
        "stack": plan.target.stack,
        "resource": plan.target.logical_id,
        "state_machine": plan.target.machine_arn,
        "ended": outcome.ended,
        "digest": plan.publication.digest,
        "location": outcome.location,
        "change_set": outcome.change_set,
        "seconds": round(seconds, 3),
    }
