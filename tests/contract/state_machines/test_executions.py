"""Executions from start to end: what can be seen meanwhile, how they are stopped, which definition they run."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.state_machines.machines import (
    create,
    ended,
    history,
    in_order,
    one_state,
    start,
    until_event,
)
from tests.local_cloud import LocalCloud

WAITS = one_state({"Type": "Wait", "Seconds": 60})


def says(word: str) -> dict[str, Any]:
    return one_state({"Type": "Pass", "Result": word})


def test_the_history_tells_each_step_with_its_predecessor(own_account: LocalCloud) -> None:
    execution = start(own_account, create(own_account, in_order(A={"Type": "Pass"}, B={"Type": "Succeed"})), {"a": 1})
    ended(own_account, execution)

    events = history(own_account, execution)

    assert [event["type"] for event in events] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "SucceedStateEntered",
        "SucceedStateExited",
        "ExecutionSucceeded",
    ]
    assert [event["id"] for event in events] == [1, 2, 3, 4, 5, 6]
    assert events[0]["executionStartedEventDetails"]["input"] == '{"a": 1}'
    assert events[1]["stateEnteredEventDetails"]["name"] == "A"


def test_a_running_execution_shows_what_has_happened_so_far(own_account: LocalCloud) -> None:
    execution = start(own_account, create(own_account, WAITS))

    events = until_event(own_account, execution, "WaitStateEntered")

    assert len(events) == 2
    assert own_account.client("stepfunctions").describe_execution(executionArn=execution)["status"] == "RUNNING"
    own_account.client("stepfunctions").stop_execution(executionArn=execution)
    assert [event["type"] for event in history(own_account, execution)][-1] == "ExecutionAborted"


def test_a_second_start_with_the_same_name_and_input_is_the_same_execution(own_account: LocalCloud) -> None:
    machine = create(own_account, WAITS)

    first, again = (start(own_account, machine, {"a": 1}, name="once") for _ in range(2))

    assert first == again
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        start(own_account, machine, {"a": 2}, name="once")
    own_account.client("stepfunctions").stop_execution(executionArn=first)
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        start(own_account, machine, {"a": 1}, name="once")


def test_input_that_is_no_json_is_refused(own_account: LocalCloud) -> None:
    machine = create(own_account, says("x"))

    with pytest.raises(ClientError, match="InvalidExecutionInput"):
        own_account.client("stepfunctions").start_execution(stateMachineArn=machine, input="{")


def test_an_execution_keeps_its_definition_when_the_machine_is_updated(own_account: LocalCloud) -> None:
    client = own_account.client("stepfunctions")
    machine = create(own_account, in_order(W={"Type": "Wait", "Seconds": 1}, P={"Type": "Pass", "Result": "old"}))
    execution = start(own_account, machine)

    client.update_state_machine(stateMachineArn=machine, definition=json.dumps(says("new")))

    assert ended(own_account, execution)["output"] == '"old"'
    assert ended(own_account, start(own_account, machine))["output"] == '"new"'
    ran = client.describe_state_machine_for_execution(executionArn=execution)
    assert "old" in ran["definition"]


def test_a_version_and_an_alias_run_their_own_definition(own_account: LocalCloud) -> None:
    client = own_account.client("stepfunctions")
    machine = create(own_account, says("one"), publish=True)
    one = f"{machine}:1"
    alias = client.create_state_machine_alias(
        name="live", routingConfiguration=[{"stateMachineVersionArn": one, "weight": 100}]
    )["stateMachineAliasArn"]
    two = client.update_state_machine(stateMachineArn=machine, definition=json.dumps(says("two")), publish=True)

    found = {arn: ended(own_account, start(own_account, arn)) for arn in (machine, one, alias)}

    assert two["stateMachineVersionArn"] == f"{machine}:2"
    assert {arn: one["output"] for arn, one in found.items()} == {machine: '"two"', one: '"one"', alias: '"one"'}
    assert found[alias]["stateMachineVersionArn"] == one
    assert found[alias]["stateMachineAliasArn"] == alias


def test_publishing_the_same_revision_twice_gives_one_version(own_account: LocalCloud) -> None:
    client = own_account.client("stepfunctions")
    machine = create(own_account, says("x"))

    published = [client.publish_state_machine_version(stateMachineArn=machine) for _ in range(2)]

    assert [one["stateMachineVersionArn"] for one in published] == [f"{machine}:1"] * 2


def test_an_express_machine_answers_at_once(own_account: LocalCloud) -> None:
    client = own_account.client("stepfunctions")
    fine = create(own_account, says("x"), type="EXPRESS")
    sad = create(own_account, one_state({"Type": "Fail", "Error": "Sad", "Cause": "why"}), type="EXPRESS")

    answer, failure = (client.start_sync_execution(stateMachineArn=machine) for machine in (fine, sad))

    assert (answer["status"], answer["output"]) == ("SUCCEEDED", '"x"')
    assert (failure["status"], failure["error"], failure["cause"]) == ("FAILED", "Sad", "why")
    assert "output" not in failure


def test_a_standard_machine_is_not_run_synchronously(own_account: LocalCloud) -> None:
    with pytest.raises(ClientError, match="StateMachineTypeNotSupported"):
        own_account.client("stepfunctions").start_sync_execution(stateMachineArn=create(own_account, says("x")))


def test_many_executions_run_at_once(own_account: LocalCloud) -> None:
    machine = create(own_account, one_state({"Type": "Wait", "Seconds": 1}))

    executions = [start(own_account, machine) for _ in range(30)]

    assert {ended(own_account, execution)["status"] for execution in executions} == {"SUCCEEDED"}


@pytest.mark.parametrize(("level", "kinds"), [("ALL", ["ExecutionStarted", "FailStateEntered"]), ("FATAL", [])])
def test_an_execution_writes_its_events_to_its_log_group(own_account: LocalCloud, level: str, kinds: list[str]) -> None:
    logs, group = own_account.client("logs"), f"/states/{level}"
    logs.create_log_group(logGroupName=group)
    arn = f"arn:aws:logs:{own_account.region}:{own_account.account}:log-group:{group}:*"
    logging = {"level": level, "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": arn}}]}
    failing = one_state({"Type": "Fail", "Error": "Sad"})
    machine = create(own_account, failing, loggingConfiguration={**logging, "includeExecutionData": False})

    execution = start(own_account, machine, {"secret": 1})
    ended(own_account, execution)

    written = [json.loads(event["message"]) for event in logs.filter_log_events(logGroupName=group)["events"]]
    assert [event["type"] for event in written] == [*kinds, "ExecutionFailed"]
    assert {event["execution_arn"] for event in written} == {execution}
    assert "secret" not in json.dumps(written)
