"""
SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat and GetActivityTask, answered by whoever waits for the token.

Replaces the functions of those names in `ministack.services.stepfunctions`: the waiting is done by moto's interpreter.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ministack.services import stepfunctions

from workflow_updater.local_cloud.hooks import replace
from workflow_updater.local_cloud.state_machines.answers import Answer, fields, refusal
from workflow_updater.local_cloud.state_machines.live import LiveExecutions

HOOK = "task tokens"


def install(live: LiveExecutions) -> None:
    """Pass task tokens to the executions in *live*."""

    def success(data: dict[str, Any]) -> Answer:
        try:
            json.loads(data.get("output", ""))
        except ValueError as problem:
            return refusal("InvalidOutput", f"Invalid Output: '{problem}'")
        return _deliver(live, data, lambda waiting: waiting.notify(_outcome("Success", data, output=data["output"])))

    def failure(data: dict[str, Any]) -> Answer:
        told = {"error": data.get("error"), "cause": data.get("cause")}
        return _deliver(live, data, lambda waiting: waiting.notify(_outcome("Failure", data, **told)))

    def heartbeat(data: dict[str, Any]) -> Answer:
        return _deliver(live, data, lambda waiting: waiting.notify_heartbeat())

    replace(stepfunctions, "_send_task_success", success, hook=HOOK)
    replace(stepfunctions, "_send_task_failure", failure, hook=HOOK)
    replace(stepfunctions, "_send_task_heartbeat", heartbeat, hook=HOOK)


def _outcome(kind: str, data: dict[str, Any], **told: Any) -> Any:
    from moto.stepfunctions.parser.asl.eval.callback import callback

    return getattr(callback, f"CallbackOutcome{kind}")(callback_id=data["taskToken"], **told)


def _deliver(live: LiveExecutions, data: dict[str, Any], act: Callable[[Any], Any]) -> Answer:
    token = data.get("taskToken", "")
    waiting = live.waiting(token)
    if waiting is None and not live.is_spent(token):
        return refusal("InvalidToken", "Invalid Token: 'Invalid token'")
    # moto sets the event when the answer has come and when the task has given up waiting.
    if waiting is None or waiting._notify_event.is_set():
        return refusal("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
    act(waiting)
    return fields({})
