"""How an update of a stack ended, for its record: whoever writes that, it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from workflow_updater.cloud.ports import ChangeSet, StackEvent
from workflow_updater.core.release import Ended
from workflow_updater.plan.events import cause_lines

_UNSEEN = "its events are not to be found any more"


class Ending(NamedTuple):
    """The times are CloudFormation's own; *cause* is "" for what ended as updated."""

    outcome: Ended
    cause: str
    started: datetime
    ended: datetime


def ending_of(status: str, events: Sequence[StackEvent]) -> Ending:
    """Return how the operation with these *events* (oldest first, at least one) ended: with the stack in *status*."""
    outcome = _outcome(status)
    cause = "" if outcome == "updated" else cause_lines(events).strip() or f"the stack ended in {status}"
    return Ending(outcome, cause, events[0].at, events[-1].at)


def ending_found(change_set: ChangeSet, events: Sequence[StackEvent]) -> Ending:
    """
    Return how the execution of *change_set* ended, which is over, from the *events* that carry its name.

    There are none when somebody else executed it, or when they are older than what is looked through; then the change
    set itself tells, and its creation is the only time that is known.
    """
    own = [event.status for event in events if event.physical_id == change_set.stack_arn]
    if own:
        return ending_of(own[-1], events)
    failed = change_set.execution_status == "EXECUTE_FAILED"
    at = change_set.created
    return Ending("rolled back" if failed else "updated", _UNSEEN if failed else "", at, at)


def _outcome(status: str) -> Ended:
    whole = status.removesuffix("_CLEANUP_IN_PROGRESS")  # what is left to do then is to delete what nobody uses
    if whole == "UPDATE_COMPLETE":
        return "updated"
    return "rolled back" if whole == "UPDATE_ROLLBACK_COMPLETE" else "failed"
