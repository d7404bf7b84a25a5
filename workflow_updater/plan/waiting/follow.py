"""Waiting for CloudFormation: for a change set until it is created, for an operation until its stack is at rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from workflow_updater.clock import Clock, pauses
from workflow_updater.cloud.ports import UNKNOWN_TIME, ChangeSet, StackEvent, Stacks
from workflow_updater.errors import StillRunning
from workflow_updater.plan.events import is_at_rest
from workflow_updater.plan.progress import Progress, StackMoved, Steps
from workflow_updater.plan.waiting.patience import Patience

QUIET_POLLS = 10  # without a new event, until somebody asks whether the stack is still there


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


def tell_operation(
    stacks: Stacks,
    stack_arn: str,
    *,
    token: str,
    clock: Clock,
    until: float,
    since: datetime = UNKNOWN_TIME,
    beside: Callable[[], Iterable[Progress]] = tuple,
) -> Steps[tuple[str, list[StackEvent]]]:
    """
    Yield each event that the operation with *token* causes, and return how it left the stack, with all its events.

    The operation has ended with the stack's own event that says so, and the status in it is the one returned:
    DescribeStacks still has the status of the operation before until CloudFormation has begun, and that of the next one
    when somebody else begins it at once. For a stack that is deleted meanwhile it is DELETE_COMPLETE. The operation
    began after *since*: so it is found even behind hundreds of events of somebody else. *beside* is asked at every poll
    for what else there is to tell. While AWS is away it is asked on; what happened meanwhile is told when it is back.

    Raises:
        StillRunning: the operation was still running at *until*; it goes on by itself.
        CloudAway: AWS was away at *until*: whether it goes on is not known.
    """
    seen: dict[str, StackEvent] = {}
    own, quiet = [""], 0  # the stack's own statuses, the newest last
    patience = Patience(clock, until, "CloudFormation goes on by itself")
    for _ in polls(clock, until):
        answered = yield from patience.ask(lambda: stacks.events(stack_arn, token=token, since=since))
        new = {event.id: event for event in answered if event.id not in seen}
        seen |= new
        for event in new.values():
            is_stack = event.physical_id == stack_arn
            yield StackMoved(event.at, event.logical_id, event.status, event.reason, is_stack)
            if is_stack:
                own.append(event.status)
        yield from beside()
        quiet = 0 if new else quiet + 1
        if own[-1].endswith("_COMPLETE"):
            return own[-1], list(seen.values())
        if seen and (own[-1].endswith("_FAILED") or quiet >= QUIET_POLLS):
            quiet = 0
            stack = yield from patience.ask(lambda: stacks.describe(stack_arn))
            if status := _end_of(own[-1], stack.status if stack else "DELETE_COMPLETE"):
                return status, list(seen.values())
    raise StillRunning(f"the update of {stack_arn} was still running at the deadline; it goes on without us")


def _end_of(told: str, seen: str) -> str:
    """
    Return how an operation ended that did not say so itself, "" while it goes on.

    *told* is the status in the newest of its events that is the stack's own, *seen* the one that DescribeStacks gives.
    """
    if told.endswith("_FAILED") and is_at_rest(seen):  # else a rollback follows
        return seen if "ROLLBACK" in seen else told
    return seen if seen == "DELETE_COMPLETE" else ""
