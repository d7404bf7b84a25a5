"""Waiting for CloudFormation: a change set until it is created, a stack until it is at rest, a failure to its root."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from workflow_updater.clock import Clock, pauses
from workflow_updater.cloud.ports import ChangeSet, Stack, StackEvent, Stacks
from workflow_updater.errors import StillRunning

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

    The stack counts as at rest only after an event of this very operation was seen: until CloudFormation has begun, its
    status is the one of the operation before. A stack that is gone is returned with status DELETE_COMPLETE.

    Raises:
        StillRunning: the operation was still running at *until*; it goes on by itself.
    """
    seen: set[str] = set()
    for _ in polls(clock, until):
        yield from _unseen(stacks.events(stack_arn, token=token), seen)
        if not seen:
            continue
        stack = stacks.describe(stack_arn) or Stack(name=stack_arn, arn=stack_arn, status="DELETE_COMPLETE")
        if is_at_rest(stack.status):
            yield from _unseen(stacks.events(stack_arn, token=token), seen)
            return stack
    raise StillRunning(f"the update of {stack_arn} was still running at the deadline; it goes on without us")


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
