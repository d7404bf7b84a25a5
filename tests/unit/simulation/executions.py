"""Simulated executions of small definitions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from workflow_updater.local_cloud.simulation.model import Answer, Asked, Call, Ended
from workflow_updater.local_cloud.simulation.simulate import simulate

INVOKE = "arn:aws:states:::lambda:invoke"
TOKEN = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"


def task(resource: str = INVOKE, **fields: Any) -> dict[str, Any]:
    way = {} if "Next" in fields else {"End": True}
    return {"Type": "Task", "Resource": resource, **way, **fields}


def machine(**states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def run(
    definition: Mapping[str, Any],
    given: Any = None,
    answer: Callable[[Call], Answer] | None = None,
    context: Mapping[str, Any] | None = None,
    **answers: Answer | list[Answer],
) -> Ended:
    """Simulate *definition*; *answers* are by state: one for all calls, or one for each in its scope."""

    def listed(call: Call) -> Answer:
        found = answers[call.state]
        return found[call.number] if isinstance(found, list) else found

    asked = Asked(json.dumps(definition), {} if given is None else given, answer or listed, context or {})
    return simulate(asked)


def visited(ended: Ended, scope: str = "") -> list[str]:
    return [visit.state for visit in ended.visits if visit.scope == scope]
