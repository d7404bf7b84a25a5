"""
RoleARN: who may pass a service role, that CloudFormation can assume it, and that it stays with the stack.

MiniStack ignores the parameter; `described` tells it of a stack. Resources are still made with the rights of the
emulator, not of the role.
"""

from __future__ import annotations

from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import caller, failures, requests
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.requests import Params, Response
from workflow_updater.local_cloud.role_trust import is_assumable

HOOK = "service_roles"
SERVICE = "cloudformation.amazonaws.com"
ROLE = "_role_arn"  # in MiniStack's records, which it persists with whatever they hold


def refusal(params: Params) -> Response | None:
    """Return the refusal of a RoleARN that the caller may not pass or CloudFormation not assume, None if it may."""
    role = requests.value(params, "RoleARN")
    if not role:
        return None
    if denied := _denied(role):
        return requests.error(denied, "AccessDenied", 403)
    return None if is_assumable(role, SERVICE) else requests.error(failures.role_not_assumable(role))


def keep(record: Record, params: Params) -> None:
    """Let the stack or change set *record* have the role that the request of *params* gives, and keep its own else."""
    if role := requests.value(params, "RoleARN"):
        record[ROLE] = role


def hand_over(change_set: Record, stack: Record) -> None:
    """Let *stack* have the role of the change set that is being executed on it."""
    if ROLE in change_set:
        stack[ROLE] = change_set[ROLE]


def _denied(role: str) -> str | None:
    import ministack.app
    from ministack.core import iam_actions, iam_evaluator

    if not ministack.app.AUTH:
        return None
    who = caller.current()
    enforce: Any = hooks.private(iam_evaluator, "enforce", hook=HOOK)
    context = {"iam:PassedToService": SERVICE}
    denied = enforce(
        who.access_key_id, "iam:PassRole", "cloudformation", who.region, resource_arn=role, service_context=context
    )
    if denied is None:
        return None
    worded: Any = hooks.private(iam_actions, "identity_denial_message", hook=HOOK)
    return str(worded("iam:PassRole", denied.principal_arn, role, denied.decision == "Deny"))
