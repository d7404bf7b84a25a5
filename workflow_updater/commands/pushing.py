"""What `deploy` and `rollback` have in common: how a push is approved, how far it goes, and how long it waits."""

from __future__ import annotations

import argparse

from workflow_updater.clock import Clock
from workflow_updater.commands.deadline import not_negative
from workflow_updater.errors import Refused
from workflow_updater.plan.attempt import Aim
from workflow_updater.plan.model import Plan
from workflow_updater.plan.push import WAIT_SECONDS, Terms
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


def ask(question: str, plan: Plan, options: argparse.Namespace, screen: Screen) -> None:
    """
    Ask on a terminal whether to carry *plan* out, unless `--yes` answers.

    Raises:
        Refused: the answer is no.
    """
    if screen.is_interactive and not options.yes and not screen.confirm(question):
        raise Refused(f"{plan.target}: not approved; nothing was changed", hint="--yes approves without a question")
