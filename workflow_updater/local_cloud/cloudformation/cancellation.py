"""
CancelUpdateStack: whether it came in time.

MiniStack looks for a cancellation before each resource, and forgets there that it was asked for; before the first one
it forgets it without looking.
"""

from __future__ import annotations

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import records, requests
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response

HOOK = "cancellation"
ASKED = "_cancellation_asked_for"
PENDING = "_cancel_requested"  # MiniStack's own, until it has taken effect


def install() -> None:
    """Hook in."""
    from ministack.services.cloudformation import handlers

    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    plain: Handler = hooks.entry(table, "CancelUpdateStack", table_name="_ACTION_HANDLERS", hook=HOOK)

    def cancel(params: Params) -> Response:
        response = plain(params)
        stack = records.find_stack(requests.value(params, "StackName"))
        if response[0] == 200 and stack is not None:
            stack[ASKED] = True
        return response

    table["CancelUpdateStack"] = cancel


def came_early(stack: Record) -> bool:
    """Return whether the update of *stack* was cancelled before its first resource; its events are then that one's."""
    from ministack.services.cloudformation.stacks import CLIENT_REQUEST_TOKEN

    stack.pop(ASKED, None)
    if not stack.pop(PENDING, False):
        return False
    CLIENT_REQUEST_TOKEN.set(stack.pop("_cancel_token", ""))
    return True


def took_effect(stack: Record) -> bool:
    """Return whether the update of *stack* stopped because somebody asked for it."""
    return bool(stack.pop(ASKED, False)) and PENDING not in stack
