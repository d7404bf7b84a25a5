"""MiniStack's records of stacks and change sets, of the account and region of the current request."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from workflow_updater.local_cloud import hooks

HOOK = "records"
Record = dict[str, Any]


def stacks() -> MutableMapping[str, Record]:
    """Return the stacks by name."""
    found: MutableMapping[str, Record] = _store("_stacks")
    return found


def change_sets() -> MutableMapping[str, Record]:
    """Return the change sets by id."""
    found: MutableMapping[str, Record] = _store("_change_sets")
    return found


def events() -> MutableMapping[str, list[Record]]:
    """Return the events by stack id."""
    found: MutableMapping[str, list[Record]] = _store("_stack_events")
    return found


def find_stack(name_or_id: str) -> Record | None:
    """Return a stack that exists, None for one that does not or was deleted."""
    from ministack.services.cloudformation import handlers

    found: Record | None = hooks.private(handlers, "_resolve_stack", hook=HOOK)(name_or_id)
    return found if found and found["StackStatus"] != "DELETE_COMPLETE" else None


def find_change_set(name_or_id: str, stack_name_or_id: str) -> Record | None:
    """Return a change set by its id, or by its name and stack."""
    from ministack.services.cloudformation import changesets

    stack = find_stack(stack_name_or_id) if stack_name_or_id else None
    stack_name = stack["StackName"] if stack else stack_name_or_id
    found: Record | None = hooks.private(changesets, "_find_change_set", hook=HOOK)(name_or_id, stack_name)[1]
    return found


def _store(name: str) -> Any:
    from ministack.services import cloudformation

    return hooks.private(cloudformation, name, hook=HOOK)
