"""
DescribeStateMachine is eventually consistent: for a while after an update it may tell what was before.

Wraps `_describe_state_machine` and `_update_state_machine` of `ministack.services.stepfunctions`, and the update of
state machines in stacks.
"""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass
from typing import Any

from ministack.services import stepfunctions
from ministack.services.cloudformation import provisioners

from workflow_updater.local_cloud.hooks import private, replace
from workflow_updater.local_cloud.state_machines.stack_machines import TYPE

HOOK = "stale reads"


@dataclass(frozen=True)
class Past:
    """What a state machine was, and until when (a value of `time.monotonic()`) it is told."""

    machine: dict[str, Any]
    until: float


def install(seconds: float) -> None:
    """Let every update be seen *seconds* later."""
    past: dict[str, Past] = {}
    machines = private(stepfunctions, "_state_machines", hook=HOOK)
    handlers = private(provisioners, "_RESOURCE_HANDLERS", hook=HOOK)

    def keep(arn: str) -> None:
        machine = machines.get(arn)
        if machine is not None and not (arn in past and time.monotonic() < past[arn].until):
            past[arn] = Past(copy.deepcopy(machine), time.monotonic() + seconds)

    def describe(data: dict[str, Any]) -> Any:
        arn = data.get("stateMachineArn", "")
        before = past.get(arn)
        if before is None or arn not in machines:
            return plain_describe(data)
        if time.monotonic() >= before.until:
            del past[arn]
            return plain_describe(data)
        now, machines[arn] = machines[arn], before.machine  # MiniStack's handler does not wait, so nobody sees this
        try:
            return plain_describe(data)
        finally:
            machines[arn] = now

    def update(data: dict[str, Any]) -> Any:
        keep(data.get("stateMachineArn", ""))
        return plain_update(data)

    def update_in_stack(physical_id: str, *rest: Any) -> Any:
        keep(physical_id)
        return of_stacks["update"](physical_id, *rest)

    of_stacks = handlers[TYPE]
    handlers[TYPE] = {**of_stacks, "update": update_in_stack}
    plain_describe = replace(stepfunctions, "_describe_state_machine", describe, hook=HOOK)
    plain_update = replace(stepfunctions, "_update_state_machine", update, hook=HOOK)
