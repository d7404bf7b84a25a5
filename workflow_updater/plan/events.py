"""What the events of a stack tell: its last operation, and the root cause of a failure; pure."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_updater.cloud.ports import StackEvent

_BEGINNINGS = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS")

# What CloudFormation writes on resources that it stops because another one failed; never the cause.
_CANCELLED = ("Resource creation cancelled", "Resource update cancelled", "Resource deletion cancelled")


def last_operation(events: Sequence[StackEvent], stack_arn: str) -> Sequence[StackEvent]:
    """Return the events (oldest first) since the stack's last operation began."""
    begun = [
        index for index, event in enumerate(events) if event.physical_id == stack_arn and event.status in _BEGINNINGS
    ]
    return events[begun[-1] :] if begun else events


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
