"""
What DescribeStacks, DescribeChangeSet and ListChangeSets tell on AWS beside what MiniStack tells.

NotificationARNs and RollbackConfiguration stay with a stack until a request gives others, its service role too; a stack
that was created or updated by a change set has its ARN as ChangeSetId, and keeps it through a direct UpdateStack;
elements without content are left out; a change set that is not named by its ARN needs the stack's name. Source:
recorded answers of CloudFormation (test_changesets and test_change_set_ref in LocalStack's snapshots of 2022 to 2025).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import failures, records, requests, service_roles
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response

HOOK = "described"
SETTINGS = "_settings"  # in MiniStack's records, which it persists with whatever they hold: parts of an answer, as XML
EXECUTED = "_executed_change_set"  # there too: the ARN of the change set that was executed last
NAMED = ("DescribeChangeSet", "ExecuteChangeSet", "DeleteChangeSet")
EMPTY_OF_STACKS = re.compile(r"<(Description|StackStatusReason|Outputs|Parameters|Capabilities)></\1>")
EMPTY_OF_CHANGE_SETS = re.compile(r"<(Description|StatusReason|Parameters|Tags)></\1>")
STACK_ID = re.compile(r"<StackId>([^<]*)</StackId>")
ITEM_ID = re.compile(r"<ChangeSetId>([^<]*)</ChangeSetId>")
NONE = {"NotificationARNs": "<NotificationARNs/>", "RollbackConfiguration": "<RollbackConfiguration/>"}
UNDER_REVIEW = re.compile(
    r"(<StackStatus>REVIEW_IN_PROGRESS</StackStatus><StackStatusReason>)"
    r"(</StackStatusReason><CreationTime>[^<]*</CreationTime>)"
    r"<LastUpdatedTime>[^<]*</LastUpdatedTime>"
)


def install() -> None:
    """Hook in."""
    from ministack.services.cloudformation import handlers

    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    for action in NAMED:
        table[action] = _with_a_stack_named(hooks.entry(table, action, table_name="_ACTION_HANDLERS", hook=HOOK))
    for action, complete in {
        "DescribeStacks": _stacks,
        "DescribeChangeSet": _change_sets,
        "ListChangeSets": _change_sets,
    }.items():
        plain: Handler = hooks.entry(table, action, table_name="_ACTION_HANDLERS", hook=HOOK)
        table[action] = _completed(plain, complete)


def keep(record: Record, params: Params) -> None:
    """Let the stack or change set *record* have what the request of *params* gives, and what it had else."""
    record[SETTINGS] = {**record.get(SETTINGS, {}), **_given(params)}


def hand_over(change_set: Record, stack: Record) -> None:
    """Let *stack* have what the change set gives that is being executed on it."""
    given = {name: text for name, text in change_set.get(SETTINGS, {}).items() if name in NONE}
    stack[SETTINGS] = {**stack.get(SETTINGS, {}), **given}


def note_executed(change_set: Record, stack: Record) -> None:
    """Let *stack* know that *change_set* is being executed on it."""
    stack[EXECUTED] = change_set["ChangeSetId"]


def _given(params: Params) -> dict[str, str]:
    nested = str(requests.is_true(params, "IncludeNestedStacks")).lower()
    given = {"IncludeNestedStacks": _element("IncludeNestedStacks", nested)}
    if any(name.startswith("NotificationARNs") for name in params):
        given["NotificationARNs"] = _element("NotificationARNs", _members(params, "NotificationARNs", ("",)))
    if any(name.startswith("RollbackConfiguration") for name in params):
        minutes = requests.value(params, "RollbackConfiguration.MonitoringTimeInMinutes")
        triggers = _members(params, "RollbackConfiguration.RollbackTriggers", ("Arn", "Type"))
        told = _element("RollbackTriggers", triggers) + (
            _element("MonitoringTimeInMinutes", minutes) if minutes else ""
        )
        given["RollbackConfiguration"] = _element("RollbackConfiguration", told)
    return given


def _members(params: Params, name: str, fields: tuple[str, ...]) -> str:
    members, number = "", 1
    while True:
        places = {field: f"{name}.member.{number}" + (f".{field}" if field else "") for field in fields}
        if not any(place in params for place in places.values()):
            return members
        values = {field: escape(requests.value(params, place)) for field, place in places.items()}
        told = (_element(field, text) if field else text for field, text in values.items())
        members += _element("member", "".join(told))
        number += 1


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _with_a_stack_named(plain: Handler) -> Handler:
    def handle(params: Params) -> Response:
        name, stack = requests.value(params, "ChangeSetName"), requests.value(params, "StackName")
        if name.startswith("arn:"):
            return plain(params)
        if not stack:
            return requests.error(failures.NO_STACK_NAMED)
        return plain(params) if records.find_stack(stack) else requests.error(failures.no_stack(stack))

    return handle


def _completed(plain: Handler, complete: Callable[[str], str]) -> Handler:
    def handle(params: Params) -> Response:
        status, headers, body = plain(params)
        return (status, headers, complete(body.decode()).encode()) if status == 200 else (status, headers, body)

    return handle


def _stacks(body: str) -> str:
    of = {stack["StackId"]: stack for stack in records.stacks().values()}
    fields = {"ChangeSetId": EXECUTED, "RoleARN": service_roles.ROLE}

    def told(found: re.Match[str]) -> str:
        stack = of.get(found[1], {})
        kept = stack.get(SETTINGS, {})
        own = [_element(name, escape(stack[field])) for name, field in fields.items() if stack.get(field)]
        return "".join([found[0], *own, *(kept.get(name, none) for name, none in NONE.items())])

    return EMPTY_OF_STACKS.sub("", STACK_ID.sub(told, UNDER_REVIEW.sub(r"\1User Initiated\2", body)))


def _change_sets(body: str) -> str:
    of = {change_set["ChangeSetId"]: change_set.get(SETTINGS, {}) for change_set in records.change_sets().values()}
    is_list = "<Summaries>" in body

    def told(found: re.Match[str]) -> str:
        kept: dict[str, str] = of.get(found[1], {})
        nested = kept.get("IncludeNestedStacks", "<IncludeNestedStacks>false</IncludeNestedStacks>")
        rest = "" if is_list else "".join(kept.get(name, none) for name, none in NONE.items())
        return f"{found[0]}{nested}{rest}"

    return EMPTY_OF_CHANGE_SETS.sub("", ITEM_ID.sub(told, body))
