"""Waiting until somebody else's operation on the stack has ended, and telling whose it is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import Stack, StackEvent, Stacks
from workflow_updater.core.release_note import ReleaseNote, read_description
from workflow_updater.core.short import short_id
from workflow_updater.errors import DeployError
from workflow_updater.plan.change_sets.names import pushed_digest
from workflow_updater.plan.events import last_operation
from workflow_updater.plan.progress import InLine, Progress
from workflow_updater.plan.usable import status_of
from workflow_updater.plan.waiting.follow import polls
from workflow_updater.plan.waiting.shift import Shift, shift_of

Advise = Callable[[Shift | None], str]


class Operation(NamedTuple):
    """What is going on with a busy stack: *what*, and the *shift* of an alias that it makes, None without one."""

    what: str
    shift: Shift | None = None

    def __str__(self) -> str:
        """Both, in one line."""
        return f"{self.what}; {self.shift}" if self.shift else self.what


def wait_in_line(
    stacks: Stacks, name: str, why: str, *, clock: Clock, until: float, advise: Advise = lambda _: ""
) -> Generator[Progress, None, Shift | None]:
    """
    Yield whose operation holds the stack *name*, anew when it changes, and return when none does, or at *until*.

    A stack at rest is told with *why* somebody stands in line at all, a shift with what *advise* says of it. Returned
    is the shift that was still going on.
    """
    told, shift = None, None
    for _ in polls(clock, until):
        stack = stacks.describe(name)
        if stack is None or status_of(stack).standing != "busy":
            shift = None
            break
        operation = (
            stack.status.removesuffix("_COMPLETE_CLEANUP_IN_PROGRESS").removesuffix("_IN_PROGRESS"),
            stack.change_set,
        )
        if told != operation:  # not at every poll: it takes calls to tell
            now = under_way(stack, stacks.recent_events(name), stacks)
            told, shift = operation, now.shift
            yield InLine(name, "; ".join(filter(None, (str(now), advise(shift)))))
    if not told:
        yield InLine(name, why)
    return shift


def shift_in_the_way(stacks: Stacks, name: str) -> Shift | None:
    """Return the shift that the stack *name* is busy with, None without one, and where that may not be read."""
    try:
        stack = stacks.describe(name)
        return under_way(stack, stacks.recent_events(name), stacks).shift if stack else None
    except DeployError:
        return None


def under_way(stack: Stack, newest: Sequence[StackEvent], stacks: Stacks) -> Operation:
    """Return what is going on with a stack that is busy, since when, and by whom, as far as *newest* events tell."""
    events = last_operation(newest, stack.arn)
    began = next((event for event in events if event.physical_id == stack.arn), None)
    if began is None:
        return Operation(f"{status_of(stack).meaning} ({stack.status})")
    note = _note(stack, stacks)
    who = _announced(note) if note else _recognized(began)
    shift = shift_of(stack, events, note.resource if note else "", stacks)
    return Operation(f"{who} is under way since {began.at.astimezone():%H:%M:%S} ({stack.status})", shift)


def _note(stack: Stack, stacks: Stacks) -> ReleaseNote | None:
    """Return what the change set of the operation says of itself, None for no push, and where nobody may read it."""
    try:
        change_set = stacks.change_set(stack.change_set) if stack.change_set else None
    except DeployError:
        return None
    if not change_set or change_set.execution_status != "EXECUTE_IN_PROGRESS":
        return None
    return read_description(change_set.description)


def _announced(note: ReleaseNote) -> str:
    """Return which push it is, as its change set says."""
    origin = note.provenance
    commit = f"commit {short_id(origin.commit)} by {origin.author}, {origin.subject!r}" if origin.commit else ""
    return f"a {note.kind} of {commit or short_id(note.digest)} to {note.resource}"


def _recognized(began: StackEvent) -> str:
    """Return what the token of the operation tells of it."""
    pushed = pushed_digest(began.token)
    return f"a push of {pushed}" if pushed else "an operation that is no push"
