"""
DescribeStacks names the change set that was executed last, which MiniStack leaves out.

source: recorded answers of CloudFormation, in which a stack that was created or updated by a change set has its ARN as
ChangeSetId, and keeps it through a direct UpdateStack (LocalStack's snapshots of 2025-05-05 and 2022-12-02).
"""

from __future__ import annotations

import re
from html import escape

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import records
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response

HOOK = "executed"
EXECUTED = "_executed_change_set"  # in MiniStack's records, which it persists with whatever they hold
_STACK_ID = re.compile(r"<StackId>([^<]*)</StackId>")


def install() -> None:
    """Hook in."""
    from ministack.services.cloudformation import handlers

    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    plain: Handler = hooks.entry(table, "DescribeStacks", table_name="_ACTION_HANDLERS", hook=HOOK)

    def describe(params: Params) -> Response:
        status, headers, body = plain(params)
        return status, headers, _with_change_sets(body.decode()).encode() if status == 200 else body

    table["DescribeStacks"] = describe


def note(change_set: Record, stack: Record) -> None:
    """Let *stack* know that *change_set* is being executed on it."""
    stack[EXECUTED] = change_set["ChangeSetId"]


def _with_change_sets(body: str) -> str:
    arns = {stack["StackId"]: stack[EXECUTED] for stack in records.stacks().values() if EXECUTED in stack}

    def told(found: re.Match[str]) -> str:
        arn = arns.get(found[1])
        return f"{found[0]}<ChangeSetId>{escape(arn)}</ChangeSetId>" if arn else found[0]

    return _STACK_ID.sub(told, body)
