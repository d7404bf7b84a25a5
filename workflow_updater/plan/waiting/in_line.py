"""Waiting until somebody else's operation on the stack has ended, and telling whose it is."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import Stack, StackEvent, Stacks
from workflow_updater.core.release_note import read_description
from workflow_updater.core.short import short_id
from workflow_updater.errors import DeployError
from workflow_updater.plan.change_sets.names import pushed_digest
from workflow_updater.plan.events import last_operation
from workflow_updater.plan.progress import InLine, Progress
from workflow_updater.plan.usable import status_of
from workflow_updater.plan.waiting.follow import polls


def wait_in_line(stacks: Stacks, name: str, why: str, *, clock: Clock, until: float) -> Generator[Progress, None, None]:
    """
    Yield whose operation holds the stack *name*, anew when it changes, and return when none does, or at *until*.

    A stack at rest is told with *why* somebody stands in line at all.
    """
    told = None
    for _ in polls(clock, until):
        stack = stacks.describe(name)
        if stack is None or status_of(stack).standing != "busy":
            break
        operation = (
            stack.status.removesuffix("_COMPLETE_CLEANUP_IN_PROGRESS").removesuffix("_IN_PROGRESS"),
            stack.change_set,
        )
        if told != operation:  # not at every poll: it takes calls to tell
            yield InLine(name, under_way(stack, stacks.recent_events(name), stacks))
            told = operation
    if not told:
        yield InLine(name, why)


def under_way(stack: Stack, newest: Sequence[StackEvent], stacks: Stacks) -> str:
    """Return what is going on with a stack that is busy, since when, and by whom, as far as *newest* events tell."""
    events = last_operation(newest, stack.arn)
    began = next((event for event in events if event.physical_id == stack.arn), None)
    if began is None:
        return f"{status_of(stack).meaning} ({stack.status})"
    who = _announced(stack, stacks) or _recognized(began)
    return f"{who} is under way since {began.at.astimezone():%H:%M:%S} ({stack.status})"


def _announced(stack: Stack, stacks: Stacks) -> str:
    """Return which push it is, as its change set says; "" when none is being executed, or nobody may read it."""
    try:
        change_set = stacks.change_set(stack.change_set) if stack.change_set else None
    except DeployError:
        return ""
    note = read_description(change_set.description) if change_set else None
    if not change_set or not note or change_set.execution_status != "EXECUTE_IN_PROGRESS":
        return ""
    origin = note.provenance
    commit = f"commit {short_id(origin.commit)} by {origin.author}, {origin.subject!r}" if origin.commit else ""
    return f"a {note.kind} of {commit or short_id(note.digest)} to {note.resource}"


def _recognized(began: StackEvent) -> str:
    """Return what the token of the operation tells of it."""
    pushed = pushed_digest(began.token)
    return f"a push of {pushed}" if pushed else "an operation that is no push"
