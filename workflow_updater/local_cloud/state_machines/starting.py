"""
StartExecution and StartSyncExecution: which definition and which role an execution runs with.

Replaces `_start_execution` and `_start_sync_execution` of `ministack.services.stepfunctions`, which run a state
machine's current definition even when a version or an alias was started, and take any text for input. The choice
reaches the execution's thread in a context variable, as MiniStack copies the context of the request into it.
"""

from __future__ import annotations

import json
import random
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from ministack.services import stepfunctions

from workflow_updater.local_cloud.hooks import private, replace
from workflow_updater.local_cloud.state_machines.answers import Answer, content, fields, refusal

HOOK = "starting executions"


@dataclass(frozen=True)
class Revision:
    """What one execution runs, fixed when it starts: later updates of the state machine do not reach it."""

    state_machine_arn: str
    name: str
    kind: str  # STANDARD or EXPRESS
    definition: str
    role_arn: str
    logging: dict[str, Any]
    version_arn: str | None = None
    alias_arn: str | None = None


CHOSEN: ContextVar[Revision | None] = ContextVar("revision of the execution that is being started", default=None)


def install() -> None:
    """Start what was named: the state machine, a version of it, or a version by an alias's weights."""
    plain_start = private(stepfunctions, "_start_execution", hook=HOOK)
    plain_sync = private(stepfunctions, "_start_sync_execution", hook=HOOK)

    def start(data: dict[str, Any]) -> Answer:
        revision = revision_of(data.get("stateMachineArn", ""))
        problem = _input_problem(data)
        if revision is None or problem:
            return problem or plain_start(data)
        same = _already_running(data, revision)
        return same or _with(revision, plain_start, {**data, "stateMachineArn": revision.state_machine_arn})

    def start_sync(data: dict[str, Any]) -> Answer:
        revision = revision_of(data.get("stateMachineArn", ""))
        problem = _input_problem(data)
        if revision is None or problem:
            return problem or plain_sync(data)
        if revision.kind != "EXPRESS":
            return refusal(
                "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"
            )
        return _as_sync_result(_with(revision, plain_sync, {**data, "stateMachineArn": revision.state_machine_arn}))

    replace(stepfunctions, "_start_execution", start, hook=HOOK)
    replace(stepfunctions, "_start_sync_execution", start_sync, hook=HOOK)


def revision_of(arn: str) -> Revision | None:
    """Return what an execution of *arn* (state machine, version or alias) runs, None when there is no such thing."""
    alias_arn = arn if arn in stepfunctions._state_machine_aliases else None
    if alias_arn:
        routes = stepfunctions._state_machine_aliases[arn]["routingConfiguration"]
        weights = [route["weight"] for route in routes]
        (route,) = random.choices(routes, weights)  # noqa: S311 - spreads load, guards nothing
        arn = route["stateMachineVersionArn"]
    version = stepfunctions._state_machine_versions.get(arn)
    machine = stepfunctions._state_machines.get(version["stateMachineArn"] if version else arn)
    if machine is None:
        return None
    runs = {**machine, **(version or {})}
    return Revision(
        state_machine_arn=machine["stateMachineArn"],
        name=machine["name"],
        kind=machine["type"],
        definition=runs["definition"],
        role_arn=runs["roleArn"],
        logging=runs.get("loggingConfiguration") or {},
        version_arn=arn if version else None,
        alias_arn=alias_arn,
    )


def _with(revision: Revision, start: Any, data: dict[str, Any]) -> Answer:
    token = CHOSEN.set(revision)
    try:
        answer: Answer = start(data)
        return answer
    finally:
        CHOSEN.reset(token)


def _input_problem(data: dict[str, Any]) -> Answer | None:
    try:
        json.loads(data.get("input") or "{}")
    except ValueError as problem:
        return refusal("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{problem}'")
    return None


def _already_running(data: dict[str, Any], revision: Revision) -> Answer | None:
    """Return the first answer again: a second start with the same name and input is the same execution (API text)."""
    arn = f"{revision.state_machine_arn.replace(':stateMachine:', ':execution:')}:{data.get('name')}"
    execution = stepfunctions._executions.get(arn)
    if execution and execution["status"] == "RUNNING" and execution["input"] == data.get("input", "{}"):
        return fields({"executionArn": arn, "startDate": execution["startDate"]})
    return None


def _as_sync_result(answer: Answer) -> Answer:
    result = content(answer)
    if "executionArn" not in result:
        return answer
    execution = stepfunctions._executions[result["executionArn"]]
    told = {name: execution[name] for name in ("error", "cause") if execution.get(name) is not None}
    if result["status"] != "SUCCEEDED":
        result = {name: value for name, value in result.items() if name not in ("output", "outputDetails")}
    return fields({**result, **told})
