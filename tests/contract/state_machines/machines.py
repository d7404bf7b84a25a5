"""State machines and executions in few words, for the contract tests of Step Functions."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

from tests.contract.functions.deployed import role_arn
from tests.local_cloud import LocalCloud

PATIENCE_SECONDS = 30


def one_state(state: dict[str, Any], **top: Any) -> dict[str, Any]:
    """Return a definition of the one state `Only`."""
    ends = {} if state["Type"] in ("Fail", "Succeed") else {"End": True}
    return {"StartAt": "Only", **top, "States": {"Only": {**state, **ends}}}


def in_order(**states: dict[str, Any]) -> dict[str, Any]:
    """Return a definition in which each of *states* goes on to the next."""
    names = list(states)
    following: list[dict[str, Any]] = [{"Next": name} for name in names[1:]] + [{"End": True}]
    last_ends = states[names[-1]]["Type"] in ("Fail", "Succeed")
    if last_ends:
        following[-1] = {}
    joined = {name: {**states[name], **move} for name, move in zip(names, following, strict=True)}
    return {"StartAt": names[0], "States": joined}


def create(cloud: LocalCloud, definition: dict[str, Any], **given: Any) -> str:
    """Create a state machine of a name of its own and return its ARN."""
    given = {"name": f"machine-{secrets.token_hex(6)}", "roleArn": role_arn(cloud), **given}
    made = cloud.client("stepfunctions").create_state_machine(definition=json.dumps(definition), **given)
    return str(made["stateMachineArn"])


def start(cloud: LocalCloud, arn: str, value: Any = None, **given: Any) -> str:
    """Start an execution of *arn* and return its ARN."""
    text = json.dumps({} if value is None else value)
    return str(cloud.client("stepfunctions").start_execution(stateMachineArn=arn, input=text, **given)["executionArn"])


def ended(cloud: LocalCloud, execution: str) -> dict[str, Any]:
    """Return the description of *execution* once it is no longer RUNNING."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found: dict[str, Any] = cloud.client("stepfunctions").describe_execution(executionArn=execution)
        if found["status"] != "RUNNING":
            return found
        time.sleep(0.01)
    raise AssertionError(f"{execution} is still running")


def run(cloud: LocalCloud, definition: dict[str, Any], value: Any = None) -> dict[str, Any]:
    """Create a state machine, run it once, and return how the execution ended."""
    return ended(cloud, start(cloud, create(cloud, definition), value))


def output(cloud: LocalCloud, definition: dict[str, Any], value: Any = None) -> Any:
    """Return the output of one run, which must succeed."""
    found = run(cloud, definition, value)
    assert found["status"] == "SUCCEEDED", found
    return json.loads(found["output"])


def error(cloud: LocalCloud, definition: dict[str, Any], value: Any = None) -> tuple[str, str]:
    """Return error and cause of one run, which must fail."""
    found = run(cloud, definition, value)
    assert found["status"] == "FAILED", found
    return found["error"], found.get("cause", "")


def history(cloud: LocalCloud, execution: str) -> list[dict[str, Any]]:
    """Return the events of *execution* so far."""
    pages = cloud.client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=execution)
    return [event for page in pages for event in page["events"]]


def until_event(cloud: LocalCloud, execution: str, kind: str) -> list[dict[str, Any]]:
    """Return the events of *execution* as soon as one is of *kind*."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        events = history(cloud, execution)
        if any(event["type"] == kind for event in events):
            return events
        time.sleep(0.01)
    raise AssertionError(f"no {kind} in {[event['type'] for event in events]}")
