"""What `deploy` and `rollback` have in common: how a push is approved, how far it goes, how it is told."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from workflow_updater.clock import Clock
from workflow_updater.commands.deadline import not_negative
from workflow_updater.errors import Refused
from workflow_updater.plan.attempt import Aim
from workflow_updater.plan.model import Plan
from workflow_updater.plan.push import WAIT_SECONDS, Pushed, Terms
from workflow_updater.screen import Screen

# How a push ended, in the words of a step summary.
WORDS = {
    "updated": "updated",
    "unchanged": "runs this already: no change",
    "reviewed": "has a reviewed change set, not executed",
}


def add_push_arguments(parser: argparse._ActionsContainer) -> None:
    """Add the flags to *parser* or to one of its groups; `terms_of` needs `--timeout` beside them."""
    parser.add_argument("--yes", action="store_true", help="do not ask on a terminal")
    parser.add_argument("--no-execute", action="store_true", help="leave the reviewed change set for somebody else")
    parser.add_argument(
        "--wait",
        type=not_negative,
        default=WAIT_SECONDS,
        metavar="SECONDS",
        help="exit code 6 when the stack stays busy longer (%(default)g)",
    )


def terms_of(options: argparse.Namespace, clock: Clock, started: float) -> Terms:
    """Return what *options* say of a push that *started* then, a value of `clock.monotonic()`."""
    aim: Aim = "keep change set" if options.no_execute else "update"
    return Terms(clock, started + options.timeout, options.wait, aim)


def pushed_value(pushed: Pushed, seconds: float, besides: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `--json` tells of a push that took *seconds*, with what the verb tells *besides* of its release."""
    plan, outcome = pushed
    return {
        "stack": plan.target.stack,
        "resource": plan.target.logical_id,
        "state_machine": plan.target.machine_arn,
        "ended": outcome.ended,
        "release": outcome.release,
        **besides,
        "digest": plan.publication.digest,
        "location": outcome.location,
        "change_set": outcome.change_set,
        "seconds": round(seconds, 3),
    }


def ask(question: str, plan: Plan, options: argparse.Namespace, screen: Screen) -> None:
    """
    Ask on a terminal whether to carry *plan* out, unless `--yes` answers.

    Raises:
        Refused: the answer is no.
    """
    if screen.is_interactive and not options.yes and not screen.confirm(question):
        raise Refused(f"{plan.target}: not approved; nothing was changed", hint="--yes approves without a question")
