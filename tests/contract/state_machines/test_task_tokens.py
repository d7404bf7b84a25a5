"""Tasks that wait for an answer from outside: success, failure, heartbeat, silence."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.state_machines.machines import create, ended, history, one_state, start, until_event
from tests.local_cloud import LocalCloud


@pytest.fixture
def queue(own_account: LocalCloud) -> str:
    return str(own_account.client("sqs").create_queue(QueueName="desk")["QueueUrl"])


def waiting(queue: str, **limits: int) -> dict[str, Any]:
    return one_state(
        {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": {"QueueUrl": queue, "MessageBody": {"token.$": "$$.Task.Token"}},
            **limits,
        }
    )


def take(cloud: LocalCloud, queue: str) -> str:
    """Return the token of the next message."""
    (message,) = cloud.client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=10)["Messages"]
    return str(json.loads(message["Body"])["token"])


def test_success_is_the_tasks_result(own_account: LocalCloud, queue: str) -> None:
    execution = start(own_account, create(own_account, waiting(queue)))
    token = take(own_account, queue)
    assert [event["type"] for event in until_event(own_account, execution, "TaskSubmitted")][-1] == "TaskSubmitted"

    own_account.client("stepfunctions").send_task_success(taskToken=token, output='{"resolved": true}')

    assert json.loads(ended(own_account, execution)["output"]) == {"resolved": True}
    assert "TaskSucceeded" in [event["type"] for event in history(own_account, execution)]


def test_failure_is_the_tasks_error(own_account: LocalCloud, queue: str) -> None:
    execution = start(own_account, create(own_account, waiting(queue)))

    own_account.client("stepfunctions").send_task_failure(taskToken=take(own_account, queue), error="No", cause="why")

    found = ended(own_account, execution)
    assert (found["status"], found["error"], found["cause"]) == ("FAILED", "No", "why")


def test_silence_is_a_timeout(own_account: LocalCloud, queue: str) -> None:
    execution = start(own_account, create(own_account, waiting(queue, TimeoutSeconds=1)))

    assert ended(own_account, execution)["error"] == "States.Timeout"
    assert "TaskTimedOut" in [event["type"] for event in history(own_account, execution)]


def test_a_missed_heartbeat_is_a_timeout(own_account: LocalCloud, queue: str) -> None:
    execution = start(own_account, create(own_account, waiting(queue, TimeoutSeconds=60, HeartbeatSeconds=1)))

    assert ended(own_account, execution)["error"] == "States.Timeout"


@pytest.mark.parametrize("name", ["States.HeartbeatTimeout", "States.Timeout"])
def test_a_missed_heartbeat_is_caught_under_both_its_names(own_account: LocalCloud, queue: str, name: str) -> None:
    definition = waiting(queue, TimeoutSeconds=60, HeartbeatSeconds=1)
    definition["States"]["Only"]["Catch"] = [{"ErrorEquals": [name], "Next": "Late"}]
    definition["States"]["Late"] = {"Type": "Pass", "End": True}

    found = ended(own_account, start(own_account, create(own_account, definition)))

    assert json.loads(found["output"])["Error"] == "States.Timeout"


def test_a_timeout_is_no_missed_heartbeat(own_account: LocalCloud, queue: str) -> None:
    definition = waiting(queue, TimeoutSeconds=1)
    definition["States"]["Only"]["Catch"] = [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Late"}]
    definition["States"]["Late"] = {"Type": "Pass", "End": True}

    found = ended(own_account, start(own_account, create(own_account, definition)))

    assert (found["status"], found["error"]) == ("FAILED", "States.Timeout")


def test_heartbeats_keep_a_task_alive(own_account: LocalCloud, queue: str) -> None:
    client = own_account.client("stepfunctions")
    execution = start(own_account, create(own_account, waiting(queue, TimeoutSeconds=60, HeartbeatSeconds=1)))
    token = take(own_account, queue)

    for _ in range(4):
        time.sleep(0.4)
        client.send_task_heartbeat(taskToken=token)
    client.send_task_success(taskToken=token, output="1")

    assert ended(own_account, execution)["status"] == "SUCCEEDED"


def test_a_token_is_good_for_one_answer(own_account: LocalCloud, queue: str) -> None:
    client = own_account.client("stepfunctions")
    execution = start(own_account, create(own_account, waiting(queue)))
    token = take(own_account, queue)
    client.send_task_success(taskToken=token, output="1")
    ended(own_account, execution)

    with pytest.raises(ClientError) as refused:
        client.send_task_success(taskToken=token, output="2")

    assert refused.value.response["Error"]["Code"] == "TaskTimedOut"


@pytest.mark.parametrize(
    ("token", "output", "code"), [("made up", "1", "InvalidToken"), ("made up", "no json", "InvalidOutput")]
)
def test_nonsense_is_refused(own_account: LocalCloud, token: str, output: str, code: str) -> None:
    with pytest.raises(ClientError) as refused:
        own_account.client("stepfunctions").send_task_success(taskToken=token, output=output)

    assert refused.value.response["Error"]["Code"] == code


def test_a_stopped_execution_waits_no_longer(own_account: LocalCloud, queue: str) -> None:
    client = own_account.client("stepfunctions")
    execution = start(own_account, create(own_account, waiting(queue)))
    token = take(own_account, queue)

    client.stop_execution(executionArn=execution, error="Enough", cause="why")

    found = ended(own_account, execution)
    assert (found["status"], found["error"], found["cause"]) == ("ABORTED", "Enough", "why")
    assert history(own_account, execution)[-1]["type"] == "ExecutionAborted"
    with pytest.raises(ClientError, match="TaskTimedOut"):
        client.send_task_success(taskToken=token, output="1")


def test_a_worker_takes_an_activitys_task_and_answers_it(own_account: LocalCloud) -> None:
    client = own_account.client("stepfunctions")
    activity = client.create_activity(name="desk")["activityArn"]
    execution = start(own_account, create(own_account, one_state({"Type": "Task", "Resource": activity})), {"a": 1})
    until_event(own_account, execution, "ActivityScheduled")

    task = client.get_activity_task(activityArn=activity, workerName="me")
    client.send_task_success(taskToken=task["taskToken"], output='"done"')

    assert json.loads(task["input"]) == {"a": 1}
    assert ended(own_account, execution)["output"] == '"done"'


def test_a_retry_has_a_token_of_its_own(own_account: LocalCloud, queue: str) -> None:
    definition = waiting(queue, TimeoutSeconds=60)
    definition["States"]["Only"]["Retry"] = [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    execution = start(own_account, create(own_account, definition))
    client = own_account.client("stepfunctions")
    first = take(own_account, queue)
    client.send_task_failure(taskToken=first, error="Busy", cause="")
    second = take(own_account, queue)
    client.send_task_success(taskToken=second, output='"done"')

    assert first != second
    assert json.loads(ended(own_account, execution)["output"]) == "done"
