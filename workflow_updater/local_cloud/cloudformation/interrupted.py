"""What a stopped server left in the middle: on the next start it is told as failed, not as going on for ever."""

from __future__ import annotations

from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import states
from workflow_updater.local_cloud.cloudformation.records import Record

HOOK = "interrupted"
REASON = "The embedded cloud was stopped in the middle of this operation."
UNFINISHED = frozenset({"CREATE_PENDING", "CREATE_IN_PROGRESS"})
FAILED_AFTER = {  # nearest status of AWS from which the stack can be deleted, updated or rolled back further
    "CREATE": "CREATE_FAILED",
    "ROLLBACK": "ROLLBACK_FAILED",
    "UPDATE": "UPDATE_FAILED",
    "UPDATE_ROLLBACK": "UPDATE_ROLLBACK_FAILED",
    "DELETE": "DELETE_FAILED",
}


def settle() -> None:
    """End every operation that the restored state has in progress, in all accounts and regions."""
    from ministack.services import cloudformation

    for change_set in _all(cloudformation, "_change_sets"):
        if change_set["Status"] in UNFINISHED:
            change_set.update(Status="FAILED", ExecutionStatus="UNAVAILABLE", StatusReason=REASON, Changes=[])
            change_set.pop("_pending", None)
        elif change_set["ExecutionStatus"] == "EXECUTE_IN_PROGRESS":
            change_set["ExecutionStatus"] = "EXECUTE_FAILED"
    for stack in _all(cloudformation, "_stacks"):
        if states.is_busy(stack["StackStatus"]):
            operation = stack["StackStatus"].removesuffix("_IN_PROGRESS").removesuffix("_COMPLETE_CLEANUP")
            stack.update(StackStatus=FAILED_AFTER.get(operation, "UPDATE_FAILED"), StackStatusReason=REASON)


def _all(module: Any, name: str) -> list[Record]:
    store = hooks.private(module, name, hook=HOOK)
    return list(hooks.private(store, "_data", hook=HOOK).values())
