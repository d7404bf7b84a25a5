"""Whether a stack can be updated at all, told alike to who pushes and to who sets up; pure."""

from __future__ import annotations

from workflow_updater.cloud.ports import Stack
from workflow_updater.errors import DeploymentFailed, StackBusy
from workflow_updater.plan.follow import is_at_rest

_DELETE = "the infra team runs `aws cloudformation delete-stack --stack-name {stack}` and creates it again"
_CONTINUE = "the infra team runs `aws cloudformation continue-update-rollback --stack-name {stack}` first"

# Stacks at rest that take no update, and what gets them out of it. source: CloudFormation user guide, stack statuses
_DEAD_ENDS = {
    "CREATE_FAILED": f"its creation failed: {_DELETE}",
    "DELETE_COMPLETE": "the infra team creates the stack",
    "DELETE_FAILED": f"its deletion failed: {_DELETE}",
    "ROLLBACK_COMPLETE": f"its creation failed: {_DELETE}",
    "ROLLBACK_FAILED": f"its creation failed: {_DELETE}",
    "UPDATE_ROLLBACK_FAILED": _CONTINUE,
}


def check_usable(stack: Stack) -> None:
    """
    Raise when *stack* takes no update as it is.

    Raises:
        StackBusy: another operation is under way.
        DeploymentFailed: its status is one that no update leads out of.
    """
    if not is_at_rest(stack.status):
        raise StackBusy(
            f"stack {stack.name} is busy: {stack.status}",
            hint=f"try again when it is done; `status --stack {stack.name}` shows it",
        )
    if stack.status in _DEAD_ENDS:
        raise DeploymentFailed(
            f"stack {stack.name} is in {stack.status} and takes no update",
            hint=_DEAD_ENDS[stack.status].format(stack=stack.name),
        )
