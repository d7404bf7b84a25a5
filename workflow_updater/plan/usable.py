"""Whether a stack can be updated at all, told alike to who pushes and to who sets up; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from workflow_updater.cloud.ports import Stack, StackEvent
from workflow_updater.errors import DeploymentFailed, StackBusy, UsageError
from workflow_updater.plan.events import cause_lines, last_operation

Standing = Literal["ready", "busy", "stuck", "absent"]
ReadEvents = Callable[[], Sequence[StackEvent]]

_AWS = "the infra team runs `aws cloudformation "
_DELETE = _AWS + "delete-stack --stack-name {stack}`, then creates it again"
_ROLL_BACK = _AWS + "rollback-stack --stack-name {stack}`, or ends its own update with another one"
_CONTINUE = (
    _AWS
    + "continue-update-rollback --stack-name {stack}` once the cause is mended; with `--resources-to-skip {failed}` "
    "it leaves that as it is"
)
_RETAIN = _AWS + "delete-stack --stack-name {stack}`; if that fails again, with `--retain-resources {failed}`"
_EVENTS = _AWS + "describe-stack-events --stack-name {stack}`, mends what failed there and imports again"


class Status(NamedTuple):
    """What a status of a stack means to a push, in words, and what gets a stuck stack out of it."""

    standing: Standing
    meaning: str
    cure: str = ""


# All statuses. source: botocore's cloudformation model, StackStatus; CloudFormation user guide, stack status codes;
# RollbackStack and ContinueUpdateRollback in the model for what leads out of them. UPDATE_FAILED takes updates, but one
# that fails would take back the infra team's unfinished update with it, so that nobody pushes on top of it.
STATUSES = {
    "CREATE_IN_PROGRESS": Status("busy", "it is being created"),
    "CREATE_FAILED": Status("stuck", "its creation failed", _DELETE),
    "CREATE_COMPLETE": Status("ready", "it was created"),
    "ROLLBACK_IN_PROGRESS": Status("busy", "its creation failed and is being undone"),
    "ROLLBACK_FAILED": Status("stuck", "its creation failed, and could not be undone", _RETAIN),
    "ROLLBACK_COMPLETE": Status("stuck", "its creation failed and was undone", _DELETE),
    "DELETE_IN_PROGRESS": Status("busy", "it is being deleted"),
    "DELETE_FAILED": Status("stuck", "its deletion failed half way", _RETAIN),
    "DELETE_COMPLETE": Status("absent", "it was deleted", "the infra team creates the stack"),
    "UPDATE_IN_PROGRESS": Status("busy", "it is being updated"),
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": Status("busy", "it was updated, and what is not needed any more goes"),
    "UPDATE_COMPLETE": Status("ready", "it was updated"),
    "UPDATE_FAILED": Status("stuck", "an update failed and was left as it was, not rolled back", _ROLL_BACK),
    "UPDATE_ROLLBACK_IN_PROGRESS": Status("busy", "an update failed and is being rolled back"),
    "UPDATE_ROLLBACK_FAILED": Status("stuck", "an update failed, and could not be rolled back", _CONTINUE),
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": Status("busy", "an update was rolled back, and what it made goes"),
    "UPDATE_ROLLBACK_COMPLETE": Status("ready", "an update failed and was rolled back"),
    "REVIEW_IN_PROGRESS": Status(
        "absent",
        "it was never created: a change set that would do so waits for somebody",
        "the infra team executes that change set, or runs `aws cloudformation delete-stack --stack-name {stack}` and "
        "creates the stack",
    ),
    "IMPORT_IN_PROGRESS": Status("busy", "resources are being imported"),
    "IMPORT_COMPLETE": Status("ready", "resources were imported"),
    "IMPORT_ROLLBACK_IN_PROGRESS": Status("busy", "an import failed and is being undone"),
    "IMPORT_ROLLBACK_FAILED": Status("stuck", "an import failed, and could not be undone", _EVENTS),
    "IMPORT_ROLLBACK_COMPLETE": Status("ready", "an import failed and was undone"),
}


def status_of(stack: Stack) -> Status:
    """Return what the stack's status means; one that AWS has invented since counts by its ending."""
    known = STATUSES.get(stack.status)
    if known:
        return known
    return Status("busy" if stack.status.endswith("_IN_PROGRESS") else "stuck", "a status unknown here", _EVENTS)


def no_stack(name: str, region: str) -> UsageError:
    """Return the error of a name that no stack of the region has."""
    return UsageError(
        f"there is no stack {name} in {region}",
        hint="check --stack, --region and --profile; the infra team creates the stack (`bootstrap` for a trial)",
    )


def check_usable(stack: Stack, events: ReadEvents) -> None:
    """
    Raise when *stack* takes no update as it is; *events* are its newest, read only for one that is stuck.

    Raises:
        StackBusy: another operation is under way.
        DeploymentFailed: its status is one that no update leads out of.
        UsageError: it is not there any more, or not yet.
    """
    standing, meaning, cure = status_of(stack)
    if standing == "busy":
        raise StackBusy(
            f"stack {stack.name} is busy: {stack.status}, {meaning}",
            hint=f"try again when it is done; `status --stack {stack.name}` shows it",
        )
    if standing == "absent":
        raise UsageError(
            f"there is no stack {stack.name}: {meaning} ({stack.status})", hint=cure.format(stack=stack.name)
        )
    if standing == "stuck":
        failed = _not_undone(last_operation(events(), stack.arn))
        raise DeploymentFailed(
            f"stack {stack.name} takes no update: {meaning} ({stack.status}){cause_lines(failed)}",
            hint=cure.format(stack=stack.name, failed=" ".join(_names(failed, stack)) or "LOGICAL_ID"),
        )


def _not_undone(events: Sequence[StackEvent]) -> Sequence[StackEvent]:
    """Return the events since a rollback began, which tell what it could not undo; all when there was none."""
    begun = [index for index, event in enumerate(events) if event.status.endswith("ROLLBACK_IN_PROGRESS")]
    return events[begun[-1] + 1 :] if begun else events


def _names(events: Sequence[StackEvent], stack: Stack) -> list[str]:
    failed = (one.logical_id for one in events if one.status.endswith("_FAILED") and one.physical_id != stack.arn)
    return list(dict.fromkeys(failed))
