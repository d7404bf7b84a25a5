"""What CloudFormation can do with a stack in which status."""

from __future__ import annotations

UPDATABLE = frozenset(
    {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}
)
FAILED_BUT_UPDATABLE = frozenset({"CREATE_FAILED", "UPDATE_FAILED"})  # stacks that were told not to roll back


def is_updatable(status: str) -> bool:
    """Return whether UpdateStack takes a stack in *status*."""
    return status in UPDATABLE


def takes_change_sets(status: str) -> bool:
    """Return whether an UPDATE change set can be made for a stack in *status*."""
    return status in UPDATABLE or status in FAILED_BUT_UPDATABLE


def is_busy(status: str) -> bool:
    """Return whether an operation holds the stack; a stack under review is held by none."""
    return status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS"
