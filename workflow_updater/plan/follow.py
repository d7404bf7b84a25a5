"""Waiting for CloudFormation: a change set until it is created, a stack until it is at rest, a failure to its root."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import datetime

from workflow_updater.clock import SHORT_PAUSE_SECONDS, Clock, pauses
from workflow_updater.cloud.ports import UNKNOWN_TIME, ChangeSet, StackEvent, Stacks
from workflow_updater.errors import StillRunning
from workflow_updater.plan.model import Progress, StackMoved

QUIET_POLLS = 10  # without a new event, until somebody asks whether the stack is still there
TAIL = "_CLEANUP_IN_PROGRESS"  # the stack's last status but one, and a second later the last one

# What CloudFormation writes on resources that it stops because another one failed; never the cause.
_CANCELLED = ("Resource creation cancelled", "Resource update cancelled", "Resource deletion cancelled")


def polls(clock: Clock, until: float, *, is_near: Callable[[], bool] = bool) -> Iterator[None]:
    """
    Yield at once, and again after each pause, as long as *clock* is before *until* (a value of `clock.monotonic()`).

    The last pause is cut so that one poll falls on the deadline itself. While *is_near*, pauses are short ones.
    """
    for pause in pauses():
        yield
        left = until - clock.monotonic()
        if left <= 0:
            return
        clock.sleep(min(pause, SHORT_PAUSE_SECONDS if is_near() else pause, left))


def await_change_set(stacks: Stacks, arn: str, *, clock: Clock, until: float) -> ChangeSet:
    """
    Return the change set once it is created or has failed: `status` is CREATE_COMPLETE or FAILED, or one of DELETE_*.

    Raises:
        StillRunning: it was still being created at *until*.
    """
    for _ in polls(clock, until):
        change_set = stacks.change_set(arn)
        if change_set.status not in {"CREATE_PENDING", "CREATE_IN_PROGRESS"}:
            return change_set
    raise StillRunning(f"change set {arn} was still being created at the deadline")


def follow_stack(
    stacks: Stacks, stack_arn: str, *, token: str, clock: Clock, until: float, since: datetime = UNKNOWN_TIME
) -> Generator[StackEvent, None, str]:
    """
    Yield each event that the operation with *token* causes, and return the status in which it left the stack.

    The operation has ended with the stack's own event that says so, and the status in it is the one returned:
    DescribeStacks still has the status of the operation before until CloudFormation has begun, and that of the next one
    when somebody else begins it at once. For a stack that is deleted meanwhile it is DELETE_COMPLETE. The operation
    began after *since*: so it is found even behind hundreds of events of somebody else.

    Raises:
        StillRunning: the operation was still running at *until*; it goes on by itself.
    """
    rounds = _rounds(stacks, stack_arn, token=token, clock=clock, until=until, since=since)
    while True:
        try:
            yield from next(rounds)
        except StopIteration as end:
            status: str = end.value
            return status


def _rounds(
    stacks: Stacks, stack_arn: str, *, token: str, clock: Clock, until: float, since: datetime
) -> Generator[list[StackEvent], None, str]:
    """Yield the new events of each poll, often none, and return as `follow_stack` does."""
    seen: set[str] = set()
    own, quiet = [""], 0  # the stack's own statuses, the newest last
    for _ in polls(clock, until, is_near=lambda: own[-1].endswith(TAIL)):
        events = stacks.events(stack_arn, token=token, since=since)
        new = list(_unseen(events, seen))
        yield new
        quiet = 0 if new else quiet + 1
        own.extend(event.status for event in new if event.physical_id == stack_arn)
        told = own[-1]
        if told.endswith("_COMPLETE"):
            return told
        if events and (told.endswith("_FAILED") or quiet >= QUIET_POLLS):
            quiet = 0
            stack = stacks.describe(stack_arn)
            if status := _end_of(told, stack.status if stack else "DELETE_COMPLETE"):
                return status
    raise StillRunning(f"the update of {stack_arn} was still running at the deadline; it goes on without us")


def tell_operation(
    stacks: Stacks,
    stack_arn: str,
    *,
    token: str,
    clock: Clock,
    until: float,
    since: datetime = UNKNOWN_TIME,
    beside: Callable[[], Iterable[Progress]] = tuple,
) -> Generator[Progress, None, tuple[str, list[StackEvent]]]:
    """
    Yield what the operation with *token* does as progress, and return the stack's status at rest with all its events.

    *since* is as in `follow_stack`; *beside* is asked at every poll for what else there is to tell.

    Raises:
        StillRunning: as `follow_stack`.
    """
    events: list[StackEvent] = []
    rounds = _rounds(stacks, stack_arn, token=token, clock=clock, until=until, since=since)
    while True:
        try:
            new = next(rounds)
        except StopIteration as end:
            return end.value, events
        events += new
        for event in new:
            is_stack = event.physical_id == stack_arn
            yield StackMoved(event.at, event.logical_id, event.status, event.reason, is_stack)
        yield from beside()


def _end_of(told: str, seen: str) -> str:
    """
    Return how an operation ended that did not say so itself, "" while it goes on.

    *told* is the status in the newest of its events that is the stack's own, *seen* the one that DescribeStacks gives.
    """
    if told.endswith("_FAILED") and is_at_rest(seen):  # else a rollback follows
        return seen if "ROLLBACK" in seen else told
    return seen if seen == "DELETE_COMPLETE" else ""


def _unseen(events: Sequence[StackEvent], seen: set[str]) -> Iterator[StackEvent]:
    """Yield the *events* that are not in *seen*, which is this follower's own memory, and remember them."""
    for event in events:
        if event.id not in seen:
            seen.add(event.id)
            yield event


def is_at_rest(status: str) -> bool:
    """Return whether a stack of this *status* can be left alone: no operation of CloudFormation is under way."""
    return not status.endswith("_IN_PROGRESS")


def root_cause(events: Sequence[StackEvent]) -> tuple[StackEvent, ...]:
    """
    Return the failures among *events* (oldest first): the one that began it, then what it brought about.

    Resources that were only cancelled are left out. The tuple is empty when nothing says that it failed.
    """
    failed = [event for event in events if event.status.endswith("_FAILED") and not event.reason.startswith(_CANCELLED)]
    turned = [event for event in events if event.status.endswith("ROLLBACK_IN_PROGRESS") and event.reason]
    return tuple(failed + [event for event in turned if event not in failed])


def cause_lines(events: Sequence[StackEvent]) -> str:
    """
    Return the chain of a failure as lines to put behind a message, "" when nothing failed.

    That is the `root_cause` of *events*: what failed first, then what was cancelled for it, then the rollback.
    """
    causes = root_cause(events)
    failed = [event for event in causes if event.status.endswith("_FAILED")]
    cancelled = dict.fromkeys(event.logical_id for event in events if event.reason.startswith(_CANCELLED))
    lines = [f"{event.logical_id} {event.status}: {event.reason}" for event in failed]
    lines += [f"cancelled for it: {', '.join(cancelled)}"] if cancelled else []
    lines += [f"{event.logical_id} {event.status}: {event.reason}" for event in causes if event not in failed]
    return "".join(f"\n  {line}" for line in lines)
