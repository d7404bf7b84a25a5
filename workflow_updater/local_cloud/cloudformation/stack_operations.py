"""
CreateStack and UpdateStack with macros, and the pace of every stack operation.

The request is accepted on its parameters alone; the operation then begins with the macros, so that their failure rolls
the stack back, with AWS's text as the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import (
    background,
    caller,
    cancellation,
    described,
    failures,
    progress,
    records,
    requests,
    service_roles,
    standing_in,
    states,
    stopwatch,
    template_checks,
)
from workflow_updater.local_cloud.cloudformation.comparison import Comparison, comparison
from workflow_updater.local_cloud.cloudformation.expansion import uses_macros
from workflow_updater.local_cloud.cloudformation.failures import MacroFailed
from workflow_updater.local_cloud.cloudformation.pace import Pace
from workflow_updater.local_cloud.cloudformation.processing import Processing
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response
from workflow_updater.local_cloud.cloudformation.stack_events import told_as_on_aws

HOOK = "stack_operations"
Deploy = Callable[..., Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Waiting:
    """A stack operation that was accepted and whose macros are still to run."""

    params: Params
    processing: Processing


_WAITING: ContextVar[Waiting | None] = ContextVar("operation that waits for its macros", default=None)


@dataclass(frozen=True)
class StackOperations:
    """The CreateStack, UpdateStack and deployment of the local cloud, around MiniStack's."""

    endpoint: str
    pace: Pace
    read_template: standing_in.Resolve
    parse: standing_in.Parse
    plain_create: Handler
    plain_update: Handler
    plain_delete: Handler
    plain_deploy: Deploy
    comparison: Comparison

    def create(self, params: Params) -> Response:
        """Accept a new stack, or refuse the request."""
        return self._start(params, self.plain_create)

    def update(self, params: Params) -> Response:
        """Accept the update of an idle stack, or refuse the request."""
        stack = records.find_stack(requests.value(params, "StackName"))
        if stack and not states.is_updatable(stack["StackStatus"]):
            return requests.error(failures.stack_is_busy(stack["StackId"], stack["StackStatus"]))
        return self._start(params, self.plain_update)

    def delete(self, params: Params) -> Response:
        """Delete a stack, one that is being created too; refuse the request while it is updated."""
        stack = records.find_stack(requests.value(params, "StackName"))
        if stack and states.is_busy(stack["StackStatus"]) and stack["StackStatus"].startswith("UPDATE_"):
            return requests.error(failures.not_deletable(stack["StackId"], stack["StackStatus"]))
        return service_roles.refusal(params) or self.plain_delete(params)

    def _start(self, params: Params, plain: Handler) -> Response:
        response = service_roles.refusal(params) or self._accept(params, plain)
        stack = records.find_stack(requests.value(params, "StackName"))
        if response[0] == 200 and stack is not None:
            service_roles.keep(stack, params)
            described.keep(stack, params)
        return response

    def _accept(self, params: Params, plain: Handler) -> Response:
        original, problem = self.read_template(params)
        template = standing_in.parsed(self.parse, original) if original and not problem else None
        if original is None or template is None:
            return plain(params)
        if uses_macros(template):
            processing = Processing(self.endpoint, original, template, caller.current())
            return self._start_with_macros(params, plain, processing)
        refusal = template_checks.refusal(template, params)
        return requests.error(refusal) if refusal else plain(params)

    def _start_with_macros(self, params: Params, plain: Handler, processing: Processing) -> Response:
        if "CAPABILITY_AUTO_EXPAND" not in _capabilities(params):
            text = "Requires capabilities : [CAPABILITY_AUTO_EXPAND]"
            return requests.error(text, "InsufficientCapabilitiesException")
        token = _WAITING.set(Waiting(params, processing))  # copied into the task that MiniStack starts
        try:
            with standing_in.template_stands_in(standing_in.parameters_only(processing.template)):
                response = plain(params)
        finally:
            _WAITING.reset(token)
        if response[0] == 200:
            stack = records.find_stack(requests.value(params, "StackName"))
            if stack is not None:
                stack["_template_body"] = processing.original
                if stack["StackStatus"] == "CREATE_IN_PROGRESS":
                    stack["_template"] = {}
        return response

    async def deploy(
        self,
        stack_name: str,
        stack_id: str,
        template: dict[str, Any],
        values: dict[str, Any],
        disable_rollback: bool,  # noqa: FBT001 - MiniStack passes it by position
        tags: list[Any],
        **options: Any,
    ) -> None:
        """Run one stack operation to its end: macros first, then MiniStack's own deployment."""
        stack = records.stacks()[stack_name]
        await self.pace.pause(self.pace.stack)
        previous = options.get("previous_stack")
        waiting = _WAITING.get()
        if waiting is not None:
            try:
                template, values = await background.outcome(self._process(waiting, values, previous))
            except MacroFailed as failure:
                if not _is_deleted(stack):
                    reason = str(failure) if disable_rollback else str(failure) + failures.ROLLED_BACK
                    _roll_back(stack, reason, previous, disable_rollback=disable_rollback)
                return
            _adopt(stack, template, values)
        changed = self.comparison.changed(stack, template, values, previous)
        if _is_deleted(stack):
            return
        if previous is not None and cancellation.came_early(stack):
            _roll_back(stack, "User Initiated", previous, disable_rollback=False)
            return
        with told_as_on_aws(stack, changed, previous), suppress(progress.Overtaken):
            await self.plain_deploy(stack_name, stack_id, template, values, disable_rollback, tags, **options)
        stopwatch.stop(stack.get(described.EXECUTED, ""), "executed")

    async def _process(
        self, waiting: Waiting, values: dict[str, Any], previous: Record | None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        text = await waiting.processing.run(values)
        if refusal := template_checks.refusal(json.loads(text), waiting.params):
            raise MacroFailed(refusal)
        try:
            processed = self.parse(text)
            return _checked(processed, waiting.params, (previous or {}).get("_resolved_params"))
        except ValueError as refused:  # MiniStack's way to say what is wrong with a template
            raise MacroFailed(str(refused)) from refused


def install(endpoint: str, pace: Pace, read_template: standing_in.Resolve) -> None:
    """Hook in."""
    from ministack.services.cloudformation import changesets, engine, handlers, stacks

    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    operations = StackOperations(
        endpoint,
        pace,
        read_template,
        hooks.private(engine, "_parse_template", hook=HOOK),
        hooks.entry(table, "CreateStack", table_name="_ACTION_HANDLERS", hook=HOOK),
        hooks.entry(table, "UpdateStack", table_name="_ACTION_HANDLERS", hook=HOOK),
        hooks.entry(table, "DeleteStack", table_name="_ACTION_HANDLERS", hook=HOOK),
        hooks.private(stacks, "_deploy_stack_async", hook=HOOK),
        comparison(),
    )
    table.update(CreateStack=operations.create, UpdateStack=operations.update, DeleteStack=operations.delete)
    for module in (handlers, changesets, stacks):
        hooks.replace(module, "_deploy_stack_async", operations.deploy, hook=HOOK)


def _is_deleted(stack: Record) -> bool:
    """Return whether DeleteStack overtook the creation of *stack*, which then must not go on."""
    return str(stack["StackStatus"]).startswith("DELETE_")


def _capabilities(params: Params) -> set[str]:
    return {requests.value(params, name) for name in params if name.startswith("Capabilities.member.")}


def _checked(
    template: dict[str, Any], params: Params, previous: dict[str, Any] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Return the processed template after AWS's own transforms, and its parameters, as a request with it would be checked.

    Raises:
        ValueError: MiniStack would refuse the request; the message says why.
    """
    from ministack.services.cloudformation import engine, handlers, helpers

    given = helpers._extract_members(params, "Parameters")
    transformed = engine._apply_transforms(template, given, previous or {})
    refusal = handlers._check_capabilities(template, transformed, params, macros=False)
    if refusal is not None:
        raise MacroFailed(requests.message_of(refusal))
    values = engine._resolve_parameters(transformed, given, previous or {})
    engine.validate_template_support(transformed, engine._evaluate_conditions(transformed, values), params=values)
    return transformed, values


def _adopt(stack: Record, template: dict[str, Any], values: dict[str, Any]) -> None:
    """Let *stack* run the processed template; an update's becomes the stack's own when it succeeded."""
    from ministack.services.cloudformation import engine

    stack["_conditions"] = engine._evaluate_conditions(template, values)
    stack["Description"] = template.get("Description", "")
    if stack["StackStatus"] == "CREATE_IN_PROGRESS":
        stack["_template"] = template
        stack["_resolved_params"] = values


def _roll_back(stack: Record, reason: str, previous: Record | None, *, disable_rollback: bool) -> None:
    """End an operation that stopped before its first resource: the statuses are all there is to undo."""
    kind = "CREATE" if previous is None else "UPDATE"
    if disable_rollback:
        _enter(stack, f"{kind}_FAILED", reason)
        return
    for key, value in (previous or {}).items():
        stack[key] = value
    prefix = "" if previous is None else "UPDATE_"
    _enter(stack, f"{prefix}ROLLBACK_IN_PROGRESS", reason)
    if previous is not None:
        _enter(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    _enter(stack, f"{prefix}ROLLBACK_COMPLETE")


def _enter(stack: Record, status: str, reason: str = "") -> None:
    from ministack.services.cloudformation import stacks

    stack["StackStatus"] = status
    if reason:
        stack["StackStatusReason"] = reason
    name, stack_id = stack["StackName"], stack["StackId"]
    stacks._add_event(stack_id, name, name, "AWS::CloudFormation::Stack", status, reason, stack_id)
