"""
RoleARN: who may pass a service role, that CloudFormation can assume it, and that it stays with the stack.

MiniStack ignores the parameter. Resources are still made with the rights of the emulator, not of the role.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import caller, failures, records, requests
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response
from workflow_updater.local_cloud.role_trust import is_assumable

HOOK = "service_roles"
SERVICE = "cloudformation.amazonaws.com"
ROLE = "_role_arn"  # in MiniStack's records, which it persists with whatever they hold
STACK_ID = re.compile(r"<StackId>([^<]*)</StackId>")


def install() -> None:
    """Hook in: DescribeStacks tells the role of each stack."""
    from ministack.services.cloudformation import handlers

    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    plain: Handler = hooks.entry(table, "DescribeStacks", table_name="_ACTION_HANDLERS", hook=HOOK)

    def describe(params: Params) -> Response:
        status, headers, body = plain(params)
        return status, headers, _with_roles(body.decode()).encode() if status == 200 else body

    table["DescribeStacks"] = describe


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


def _with_roles(body: str) -> str:
    roles = {stack["StackId"]: stack[ROLE] for stack in records.stacks().values() if ROLE in stack}

    def told(found: re.Match[str]) -> str:
        role = roles.get(found[1])
        return f"{found[0]}<RoleARN>{escape(role)}</RoleARN>" if role else found[0]

    return STACK_ID.sub(told, body)
