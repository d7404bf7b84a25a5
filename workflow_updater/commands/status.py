"""`status`: how a stack and its state machine stand, against the repository."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_updater.commands.chosen_stack import add_resource_argument, stack_cure
from workflow_updater.commands.chosen_workflow import WORKFLOW_HELP, Chosen, add_rendering_arguments, choose
from workflow_updater.commands.status_drift import commits_between, standing_lines, standing_value
from workflow_updater.core.content_address import canonical, digest
from workflow_updater.core.definition.document import Document
from workflow_updater.core.injection import definition_text
from workflow_updater.core.short import short_id
from workflow_updater.core.validation.finding import errors_in
from workflow_updater.errors import EXIT_DIFFERS, EXIT_DONE, DefinitionInvalid, DeployError, UsageError
from workflow_updater.plan.aliases.shifting import weights_of
from workflow_updater.plan.looking.condition import Condition, read_condition
from workflow_updater.plan.looking.drift import read_standing, workflow_drift
from workflow_updater.plan.usable import check_usable, status_of
from workflow_updater.plan.waiting.in_line import under_way
from workflow_updater.report.deployment import weights_text
from workflow_updater.repository import read_repository
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "show how a stack and its state machine stand, against the repository"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument(
        "-s", "--stack", default="", help="the stack that owns the state machine; else workflows.toml's"
    )
    add_resource_argument(parser)
    parser.add_argument("-f", "--workflow", default="", metavar="WORKFLOW", help=f"compare with {WORKFLOW_HELP}")
    add_rendering_arguments(parser)
    parser.add_argument("--detailed-exitcode", action="store_true", help="exit code 10 when something drifted")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Show how things stand, and return 0, or 10 with `--detailed-exitcode` when something drifted.

    Raises:
        UsageError: no stack is named, or there is no such stack, state machine or file.
        DefinitionInvalid: the workflow has errors, so that it cannot run anywhere.
    """
    repository = read_repository(Path.cwd())
    chosen = choose(options.workflow, options, repository, connect) if options.workflow else None
    stack, resource = options.stack, options.resource
    if chosen:
        stack, resource = stack or chosen.entry.stack, resource or chosen.entry.resource
    if not stack:
        missing = "it names the stack; or name it in workflows.toml, for --workflow"
        cure = stack_cure(chosen.name, options.environment, repository, missing) if chosen else missing
        raise UsageError("--stack is missing", hint=cure)
    document = _document(chosen) if chosen else None
    cloud = connect()
    condition = read_condition(cloud, stack, resource=resource)
    busy, cure = _operation(condition, cloud)
    standing = read_standing(cloud, condition)
    drift = workflow_drift(condition, document.value, definition_text(document.value)) if document else None
    same = drift is None if document else None
    if busy and document and condition.pushed_digest == digest(canonical(document.value)):
        drift = None  # it is on its way
    drifts = (*standing.drifts, *([drift] if drift else []))
    between = commits_between(chosen.path, standing.running) if chosen and drift else None
    told = _workflow(options.workflow, same=same, is_coming=drift is None)
    operation = [*([busy] if busy else []), *([f"→ {cure}"] if cure else [])]
    for line in [*_lines(condition, operation, told), *standing_lines(standing, drifts, between)]:
        screen.result(line)
    value = _value(condition, same=same) | {"under_way": busy, "cure": cure}
    screen.result_json(value | standing_value(standing, drifts, between))
    return EXIT_DIFFERS if drifts and options.detailed_exitcode else EXIT_DONE


def _operation(condition: Condition, cloud: Cloud) -> tuple[str, str]:
    """Return what is under way with the stack, and what gets it out of a status in which it takes no push, or ""."""
    stack, events = condition.stack, condition.events
    if status_of(stack).standing == "busy":
        return str(under_way(stack, events, cloud.stacks)), ""
    try:
        check_usable(stack, lambda: events)
    except DeployError as stuck:
        return "", stuck.hint
    return "", ""


def _workflow(workflow: str, *, same: bool | None, is_coming: bool) -> list[str]:
    if same is None:
        return []
    other = "is what the update under way brings" if is_coming else "is not what runs"
    return [f"workflow    {workflow} {'is what runs' if same else other}"]


def _document(chosen: Chosen) -> Document:
    document, findings = chosen.check()
    if document is None or errors_in(findings):
        raise DefinitionInvalid(f"{chosen.path} has errors", findings)
    return document


def _lines(condition: Condition, operation: list[str], workflow: list[str]) -> list[str]:
    stack = condition.stack
    lines = [f"stack       {stack.name}: {stack.status}" + (f" ({stack.status_reason})" if stack.status_reason else "")]
    lines += [f"{'':<11} {line}" for line in operation]
    if condition.machine:
        lines.append(f"machine     {condition.resource}: {condition.machine.arn}")
        if condition.parameter:
            lines.append(f"location    {condition.parameter}: {condition.location or 'no workflow pushed yet'}")
        if condition.pushed_digest:
            lines.append(f"pushed      {short_id(condition.pushed_digest)}")
        else:  # beside it, that of the live definition looked like drift: its placeholders are filled in
            lines.append(f"live        sha256 {condition.live_digest}")
        lines += [f"alias       {name}: {weights_text(weights)}" for name, weights in _weights(condition).items()]
    else:
        lines.append("machine     none")
    causes = [f"{event.logical_id} {event.status}: {event.reason}" for event in condition.failures]
    return lines + workflow + [f"{'failure' if not index else '':<11} {cause}" for index, cause in enumerate(causes)]


def _weights(condition: Condition) -> dict[str, dict[str, int]]:
    """Return name of the alias → number of the version → percentage of the executions; {} without an alias."""
    return {condition.alias.arn.rpartition(":")[2]: weights_of(condition.alias)} if condition.alias else {}


def _value(condition: Condition, *, same: bool | None) -> dict[str, Any]:
    return {
        "stack": condition.stack.name,
        "stack_arn": condition.stack.arn,
        "status": condition.stack.status,
        "resource": condition.resource,
        "state_machine": condition.machine.arn if condition.machine else "",
        "parameter": condition.parameter,
        "location": condition.location,
        "digest": condition.pushed_digest,
        "live_digest": condition.live_digest,
        "aliases": _weights(condition),
        "matches_workflow": same,
        "failures": [
            {"resource": event.logical_id, "status": event.status, "reason": event.reason}
            for event in condition.failures
        ],
    }
