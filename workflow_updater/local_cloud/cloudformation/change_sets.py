"""
Change sets as on AWS: accepted at once, made in the background, failed with a StatusReason rather than refused.

MiniStack makes a change set within the request. Here its handler runs twice for a template with macros: once on the
parameters alone (a request that AWS refuses at once is refused at once), once on the processed template. What the
macros answered is frozen into the change set.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import (
    background,
    caller,
    described,
    failures,
    property_values,
    records,
    requests,
    service_roles,
    standing_in,
    states,
    stopwatch,
    template_checks,
)
from workflow_updater.local_cloud.cloudformation.expansion import declares_transform, uses_macros
from workflow_updater.local_cloud.cloudformation.failures import MacroFailed
from workflow_updater.local_cloud.cloudformation.pace import Pace
from workflow_updater.local_cloud.cloudformation.processing import Processing
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response

HOOK = "change_sets"
NO_CHANGES = "The submitted information didn't contain changes."
OUTCOME = ("Status", "ExecutionStatus", "StatusReason", "Changes")


@dataclass(frozen=True)
class ChangeSets:
    """The CreateChangeSet and ExecuteChangeSet of the local cloud, around MiniStack's."""

    endpoint: str
    pace: Pace
    read_template: standing_in.Resolve
    parse: standing_in.Parse
    plain_create: Handler
    plain_execute: Handler

    def create(self, params: Params) -> Response:
        """Accept a change set and go on with it in the background, or refuse the request."""
        stack_name = requests.value(params, "StackName")
        before = records.find_stack(stack_name) if stack_name else None
        kind = requests.value(params, "ChangeSetType", "UPDATE")
        if repeated := _made_by_the_same_request(params):
            return _answer(repeated)
        text = _refusal(before, kind, requests.value(params, "ChangeSetName"))
        if refused := requests.error(text) if text else service_roles.refusal(params):
            return refused
        original, problem = self.read_template(params)
        if not original and not problem and not requests.is_true(params, "UsePreviousTemplate"):
            return requests.error(failures.NO_TEMPLATE)
        template = standing_in.parsed(self.parse, original) if original and not problem else None
        processing = None
        if original and template is not None and uses_macros(template):
            processing = Processing(self.endpoint, original, template, caller.current())
            with standing_in.template_stands_in(standing_in.parameters_only(template)):
                response = self.plain_create(params)
        elif template is not None and (refusal := template_checks.refusal(template, params)):
            return requests.error(refusal)
        else:
            response = self.plain_create(params)
        if response[0] != 200:
            _keep_stack(stack_name, before)
            return response
        return self._accepted(params, requests.field(response, "Id"), before, processing, template)

    def execute(self, params: Params) -> Response:
        """Start the stack operation of a change set that is ready, on a stack that is idle."""
        name = requests.value(params, "ChangeSetName")
        change_set = records.find_change_set(name, requests.value(params, "StackName"))
        if change_set is None:
            return self.plain_execute(params)
        token = requests.value(params, "ClientRequestToken")
        if token and change_set.get("_execution_token") == token:
            return _executed()
        if change_set["ExecutionStatus"] != "AVAILABLE":
            text = failures.not_executable(
                change_set["ChangeSetId"], change_set["Status"], change_set["ExecutionStatus"]
            )
            return requests.error(text, "InvalidChangeSetStatus")
        stack = records.find_stack(change_set["StackId"])
        if stack and states.is_busy(stack["StackStatus"]):
            return requests.error(failures.stack_is_busy(stack["StackId"], stack["StackStatus"]))
        change_set["_execution_token"] = token
        stopwatch.start(change_set["ChangeSetId"], "executed")
        if stack:
            service_roles.hand_over(change_set, stack)
            described.hand_over(change_set, stack)
            described.note_executed(change_set, stack)
        return self.plain_execute(params)

    def _accepted(
        self,
        params: Params,
        change_set_id: str,
        before: Record | None,
        processing: Processing | None,
        template: dict[str, Any] | None,
    ) -> Response:
        change_set = records.change_sets()[change_set_id]
        if before is not None:
            _keep_stack(before["StackName"], before)
            change_set["StackId"] = before["StackId"]
        outcome = {key: change_set[key] for key in OUTCOME}
        change_set.update(Status="CREATE_PENDING", ExecutionStatus="UNAVAILABLE", StatusReason="", Changes=[])
        change_set.update(_pending=True, _client_token=requests.value(params, "ClientToken"))
        service_roles.keep(change_set, params)
        described.keep(change_set, params)
        if processing is not None:
            change_set["_template_body"] = processing.original
        stopwatch.start(change_set["ChangeSetId"], "made")
        background.start(self._finish(params, change_set, outcome, processing, template))
        return _answer(change_set)

    async def _finish(
        self,
        params: Params,
        change_set: Record,
        outcome: Record,
        processing: Processing | None,
        template: dict[str, Any] | None,
    ) -> None:
        await self.pace.pause(self.pace.change_set_pending)
        change_set["Status"] = "CREATE_IN_PROGRESS"
        await self.pace.pause(self.pace.change_set)
        if processing is not None:
            await self.pace.pause(self.pace.macro)
            try:
                outcome = await background.outcome(self._process(params, change_set, processing))
            except MacroFailed as failure:
                outcome = _failed(str(failure))
        outcome = _with_aws_reason(outcome, change_set, template)
        change_set["Changes"] = outcome["Changes"]
        if stack := records.find_stack(change_set["StackId"]):
            property_values.note(change_set, stack)
        change_set.update(outcome)
        change_set.pop("_pending", None)
        stopwatch.stop(change_set["ChangeSetId"], "made")

    async def _process(self, params: Params, change_set: Record, processing: Processing) -> Record:
        processed = await processing.run(change_set["_resolved_params"])
        if refusal := template_checks.refusal(json.loads(processed), params):
            raise MacroFailed(refusal)
        return self._make(params, change_set, processing, processed)

    def _make(self, params: Params, change_set: Record, processing: Processing, processed: str) -> Record:
        """
        Put into *change_set* what MiniStack makes of the *processed* template and return its outcome.

        No await in here: MiniStack's handler makes a second record, and a second stack for a CREATE, for nobody to see.
        """
        sets, stack_name = records.change_sets(), change_set["StackName"]
        if sets.pop(change_set["ChangeSetId"], None) is None:
            return _failed("deleted")
        stack = records.stacks().get(stack_name)
        try:
            with standing_in.template_stands_in(processed):
                response = self.plain_create(params)
        finally:
            _keep_stack(stack_name, stack)
            sets[change_set["ChangeSetId"]] = change_set
        if response[0] != 200:
            return _failed(requests.message_of(response))
        made = sets.pop(requests.field(response, "Id"))
        kept = ("ChangeSetId", "StackId", "CreationTime", *OUTCOME)
        change_set.update({key: value for key, value in made.items() if key not in kept})
        change_set["_template_body"] = processing.original
        return {key: made[key] for key in OUTCOME}


def install(endpoint: str, pace: Pace, read_template: standing_in.Resolve) -> None:
    """Hook in."""
    from ministack.services.cloudformation import engine, handlers

    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    change_sets = ChangeSets(
        endpoint,
        pace,
        read_template,
        hooks.private(engine, "_parse_template", hook=HOOK),
        hooks.entry(table, "CreateChangeSet", table_name="_ACTION_HANDLERS", hook=HOOK),
        hooks.entry(table, "ExecuteChangeSet", table_name="_ACTION_HANDLERS", hook=HOOK),
    )
    table.update(CreateChangeSet=change_sets.create, ExecuteChangeSet=change_sets.execute)


def _made_by_the_same_request(params: Params) -> Record | None:
    """Return the change set that an earlier attempt of the same request made: a retry is not a second change set."""
    token, name = requests.value(params, "ClientToken"), requests.value(params, "ChangeSetName")
    found = records.find_change_set(name, requests.value(params, "StackName")) if token else None
    return found if found and found.get("_client_token") == token else None


def _answer(change_set: Record) -> Response:
    result = f"<Id>{change_set['ChangeSetId']}</Id><StackId>{change_set['StackId']}</StackId>"
    return requests.answer("CreateChangeSet", result)


def _executed() -> Response:
    return requests.answer("ExecuteChangeSet", "")


def _refusal(stack: Record | None, kind: str, change_set_name: str) -> str | None:
    """Return why *stack* takes no change set of this *kind* now, None if it does."""
    if stack is None:
        return None
    status = stack["StackStatus"]
    if kind == "CREATE":
        if status == "REVIEW_IN_PROGRESS":
            return None
        return failures.stack_exists(stack["StackName"], change_set_name)
    return None if states.takes_change_sets(status) else failures.stack_is_busy(stack["StackId"], status)


def _keep_stack(stack_name: str, before: Record | None) -> None:
    """Undo MiniStack's replacement of a stack under review: on AWS each CREATE change set finds the same one."""
    made = records.stacks().get(stack_name)
    if before is None or made is before:
        return
    if made is not None:
        records.events().pop(made["StackId"], None)
    records.stacks()[before["StackName"]] = before


def _failed(reason: str) -> Record:
    return {"Status": "FAILED", "ExecutionStatus": "UNAVAILABLE", "StatusReason": reason, "Changes": []}


def _with_aws_reason(outcome: Record, change_set: Record, template: dict[str, Any] | None) -> Record:
    """Return *outcome* as AWS tells it: another sentence after a transform, success where outputs changed."""
    if not str(outcome["StatusReason"]).startswith(NO_CHANGES):
        return outcome
    stack = records.find_stack(change_set["StackId"])
    if stack and (stack.get("_template") or {}).get("Outputs") != change_set["_template"].get("Outputs"):
        return {**outcome, "Status": "CREATE_COMPLETE", "ExecutionStatus": "AVAILABLE", "StatusReason": ""}
    if template is not None and declares_transform(template):
        return {**outcome, "StatusReason": failures.NO_CHANGES_AFTER_TRANSFORM}
    return outcome
