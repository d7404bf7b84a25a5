"""
Which events one operation tells, from those that MiniStack is about to tell: pure.

Text and order are those of recorded answers of CloudFormation (LocalStack's AWS-validated snapshots of 2025, and those
that docs/local_cloud.md names).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workflow_updater.local_cloud.cloudformation import failures

STACK = "AWS::CloudFormation::Stack"
CLEANUP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
STARTS = frozenset({"REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"})
INITIATED = "Resource creation Initiated"
REPLACED = "Requested update requires the creation of a new physical resource"
LEFT_OVER = "Update successful. One or more resources could not be deleted."


@dataclass(frozen=True)
class Event:
    """A stack event as MiniStack records it."""

    logical_id: str
    type: str
    status: str
    reason: str = ""
    physical_id: str = ""
    detailed_status: str = ""


@dataclass
class Telling:
    """
    What one operation on the stack of *stack_id* has told so far.

    Args:
        former: physical ids of the stack's resources before an update; None when the stack is being created.
        quiet: the resources that are left alone.
    """

    stack_name: str
    stack_id: str
    former: Mapping[str, str] | None
    quiet: set[str]
    failed: list[str] = field(default_factory=list)
    left_over: bool = False  # the cleanup could not delete something
    is_cleaning_up: bool = False
    has_failed: bool = False
    _held: dict[str, Event] = field(default_factory=dict)
    _replaced: set[str] = field(default_factory=set)

    @property
    def is_update(self) -> bool:
        """Whether the stack was there before."""
        return self.former is not None

    def leave_alone(self, logical_id: str) -> None:
        """Tell nothing of a resource that turned out to be what it is to become."""
        self._held.pop(logical_id, None)
        self.quiet.add(logical_id)

    def begin_cleanup(self) -> list[Event]:
        """Return the event that the cleanup of an update begins with, nothing if it has begun or there is none."""
        if not self.is_update or self.is_cleaning_up or self.has_failed:
            return []
        self.is_cleaning_up = True
        return [Event(self.stack_name, STACK, CLEANUP, physical_id=self.stack_id)]

    def told(self, event: Event) -> list[Event]:
        """Return what AWS tells when MiniStack tells *event*."""
        if event.type == STACK and event.physical_id == self.stack_id:
            return self._of_stack(event)
        if event.status.endswith("_FAILED"):
            self._note_failure(event)
        if self.has_failed or not self.is_update:
            return self._created(event)
        return self._updated(event)

    def _of_stack(self, event: Event) -> list[Event]:
        if "ROLLBACK" in event.status or event.status.endswith("_FAILED"):
            self.has_failed = True
        before = self.begin_cleanup() if event.status == "UPDATE_COMPLETE" else []
        if event.status == "UPDATE_COMPLETE" and self.left_over:
            event = replace(event, reason=LEFT_OVER)
        return [*before, replace(event, reason=stack_reason(event, self.failed))]

    def _note_failure(self, event: Event) -> None:
        if event.status == "DELETE_FAILED" and self.is_update and not self.has_failed:
            self.left_over = True
        else:
            self.failed.append(event.logical_id)

    def _created(self, event: Event) -> list[Event]:
        if event.status == "CREATE_COMPLETE":
            return [replace(event, status="CREATE_IN_PROGRESS", reason=INITIATED), event]
        return [event]

    def _updated(self, event: Event) -> list[Event]:
        """Return the events of a resource in an update; its beginning is held back until it is known to change."""
        name, former = event.logical_id, self.former or {}
        if event.status.startswith("DELETE_"):
            return [*self.begin_cleanup(), event]
        if name not in former:
            return self._created(replace(event, status=event.status.replace("UPDATE_", "CREATE_")))
        if event.status == "UPDATE_FAILED":
            event = replace(event, physical_id=former[name])
        if name in self.quiet and event.status in ("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"):
            return []
        if event.status == "UPDATE_IN_PROGRESS" and not event.physical_id:
            self._held[name] = replace(event, physical_id=former[name])
            return []
        held = self._held.pop(name, None)
        if event.reason.startswith(REPLACED):
            self._replaced.add(name)
            return [event]
        initiated = event.status == "UPDATE_COMPLETE" and name in self._replaced
        between = [replace(event, status="UPDATE_IN_PROGRESS", reason=INITIATED)] if initiated else []
        return [*([held] if held else []), *between, event]

    def begun(self, logical_id: str) -> list[Event]:
        """Return the held back beginning of a resource that is now known to change."""
        held = self._held.pop(logical_id, None)
        return [held] if held else []


def stack_reason(event: Event, failed: list[str]) -> str:
    """Return the reason of an *event* of the stack itself, after the resources *failed* did so."""
    if event.status in STARTS and not event.reason:
        return "User Initiated"
    if event.status == "ROLLBACK_IN_PROGRESS" and failed and event.reason == "Rollback requested":
        return f"The following resource(s) failed to create: [{', '.join(failed)}]." + failures.ROLLED_BACK
    return "" if event.reason == "Rollback complete" else event.reason
