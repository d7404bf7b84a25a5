"""`history`: the releases of a state machine, the newest first."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.chosen_stack import add_bucket_argument, add_stack_arguments, choose_stack
from workflow_updater.core.columns import wrapped
from workflow_updater.errors import EXIT_DONE
from workflow_updater.plan.recording.released import Released, read_released
from workflow_updater.report.history import history_lines, history_value
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "list the releases of a stack's state machine"
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    add_stack_arguments(parser)
    add_bucket_argument(parser)
    parser.add_argument("-n", "--number", type=_number, default=SHOWN, help="so many, the newest (%(default)s)")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """Show the releases and return 0, also when there are none."""
    chosen = choose_stack(options, os.environ, Path.cwd())
    screen.live(f"reading the releases of {chosen.stack}")
    released = read_released(
        connect(), chosen.stack, resource=chosen.resource, bucket=chosen.bucket, newest=options.number
    )
    shown = released.records.releases[: options.number]
    older = len(released.records.releases) - len(shown) + released.records.left_out
    for one in released.records.unreadable:
        screen.note(f"not read: {one.key}: {one.why}")
    for line in _lines(released, options.number, screen.columns):
        screen.result(line)
    if older:
        screen.note(f"{older} older; -n {len(shown) + older} lists all")
    screen.result_json(
        {
            "stack": released.folder.stack,
            "resource": released.folder.resource,
            "running": released.running.sequence if released.running else 0,
            "releases": history_value(shown, pending=released.pending),
            "older": older,
            "unreadable": [{"key": one.key, "why": one.why} for one in released.records.unreadable],
        }
    )
    return EXIT_DONE


def _lines(released: Released, number: int, width: int | None) -> list[str]:
    shown, running = released.records.releases[:number], released.running
    if not shown:
        return [f"{released} has no releases yet: `deploy` records the first"]
    beyond = None if running in shown else running
    lines = history_lines(shown, running=running, pending=released.pending, beyond=beyond, width=width)
    if running is None:
        why = "the stack is being updated" if released.is_busy else "it was deployed another way"
        told = f"what runs now is none of them: {why}"
        lines += wrapped(told, width) if width else [told]
    return lines


def _number(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"a number from 1 on, not {text}")
    return int(text)
