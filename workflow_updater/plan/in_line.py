"""Waiting until somebody else's operation on the stack has ended, and telling whose it is."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import Stack, StackEvent, Stacks
from workflow_updater.plan.condition import last_operation
from workflow_updater.plan.follow import polls
from workflow_updater.plan.model import InLine, Progress
from workflow_updater.plan.usable import status_of

_PUSH = re.compile(r"workflow-([0-9a-f]{12})-[0-9a-f]{8}")  # the token of a push: what it pushes, which attempt it is


def wait_in_line(stacks: Stacks, name: str, why: str, *, clock: Clock, until: float) -> Generator[Progress, None, None]:
    """
    Yield whose operation holds the stack *name*, anew when it changes, and return when none does, or at *until*.

    A stack at rest is told with *why* somebody stands in line at all.
    """
    told = ""
    for _ in polls(clock, until):
        stack = stacks.describe(name)
        if stack is None or status_of(stack).standing != "busy":
            break
        who = _under_way(stack, stacks.recent_events(name))
        if who != told:
            yield InLine(name, who)
            told = who
    if not told:
        yield InLine(name, why)


def _under_way(stack: Stack, events: Sequence[StackEvent]) -> str:
    """Return what is going on, since when, and by whom as far as the events tell."""
    operation = [event for event in last_operation(events, stack.arn) if event.physical_id == stack.arn]
    if not operation:
        return f"{status_of(stack).meaning} ({stack.status})"
    first = operation[0]
    pushed = _PUSH.fullmatch(first.token)
    what = f"a push of {pushed[1]}" if pushed else "an operation that is no push"
    return f"{what} is under way since {first.at.astimezone():%H:%M:%S} ({stack.status})"
