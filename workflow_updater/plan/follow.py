"""Waiting for CloudFormation: a change set until it is created, a stack until it is at rest, a failure to its root."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace

from workflow_updater.clock import Clock, pauses
from workflow_updater.cloud.ports import ChangeSet, Stack, StackEvent, Stacks
from workflow_updater.errors import StillRunning
from workflow_updater.plan.model import Progress, StackMoved

# What CloudFormation writes on resources that it stops because another one failed; never the cause.
_CANCELLED = ("Resource creation cancelled", "Resource update cancelled", "Resource deletion cancelled")


def polls(clock: Clock, until: float) -> Iterator[None]:
    """
    Yield at once, and again after each pause, as long as *clock* is before *until* (a value of `clock.monotonic()`).

    The last pause is cut so that one poll falls on the deadline itself.
    """
    for pause in pauses():
        yield
        left = until - clock.monotonic()
        if left <= 0:
            return
        clock.sleep(min(pause, left))


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
    stacks: Stacks, stack_arn: str, *, token: str, clock: Clock, until: float
) -> Generator[StackEvent, None, Stack]:
    """
    Yield each event that the operation with *token* causes, and return the stack as it came to rest.

    The operation has ended with the stack's own event that says so, and the status in it is the one returned:
    DescribeStacks still has the status of the operation before until CloudFormation has begun, and that of the next one
    when somebody else begins it at once. A stack that is deleted meanwhile is returned with status DELETE_COMPLETE.

    Raises:
        StillRunning: the operation was still running at *until*; it goes on by itself.
    """
    rounds = _rounds(stacks, stack_arn, token=token, clock=clock, until=until)
    while True:
        try:
            yield from next(rounds)
        except StopIteration as end:
            stack: Stack = end.value
            return stack


def _rounds(
    stacks: Stacks, stack_arn: str, *, token: str, clock: Clock, until: float
) -> Generator[list[StackEvent], None, Stack]:
    """Yield the new events of each poll, often none, and return as `follow_stack` does."""
    seen: set[str] = set()
    for _ in polls(clock, until):
        events = stacks.events(stack_arn, token=token)
        yield list(_unseen(events, seen))
        if not events:
            continue
        stack = stacks.describe(stack_arn) or Stack(name=stack_arn, arn=stack_arn, status="DELETE_COMPLETE")
        own = [event.status for event in events if event.physical_id == stack_arn]
        status = _end_of(own[-1] if own else "", stack.status)
        if status:
            return replace(stack, status=status)
    raise StillRunning(f"the update of {stack_arn} was still running at the deadline; it goes on without us")


def tell_operation(
    stacks: Stacks,
    stack_arn: str,
    *,
    token: str,
    clock: Clock,
    until: float,
    beside: Callable[[], Iterable[Progress]] = tuple,
) -> Generator[Progress, None, tuple[Stack, list[StackEvent]]]:
    """
    Yield what the operation with *token* does as progress, and return the stack at rest with all events of it.

    *beside* is asked at every poll for what else there is to tell.

    Raises:
        StillRunning: as `follow_stack`.
    """
    events: list[StackEvent] = []
    rounds = _rounds(stacks, stack_arn, token=token, clock=clock, until=until)
    while True:
        try:
            new = next(rounds)
        except StopIteration as end:
            return end.value, events
        events += new
        for event in new:
            yield StackMoved(event.at, event.logical_id, event.status, event.reason)
        yield from beside()


def _end_of(told: str, seen: str) -> str:
    """
    Return how an operation ended, "" while it goes on.

    *told* is the status in the newest of its events that is the stack's own, *seen* the one that DescribeStacks gives.
    """
    if told.endswith("_COMPLETE"):
        return told
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
    """Return the `root_cause` of *events* as lines to put behind a message, "" when nothing failed."""
    return "".join(f"\n  {event.logical_id} {event.status}: {event.reason}" for event in root_cause(events))
