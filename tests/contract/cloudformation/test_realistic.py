"""`--realistic`: an operation can be watched, resource by resource, and overtaken."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.contract.cloudformation.deployments import PATIENCE_SECONDS, events, queue, settled
from tests.local_cloud import LocalCloud, new_account, serving
from tests.trust import MACHINE_TRUST
from workflow_updater.local_cloud.cloudformation.pace import REALISTIC


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return a server whose operations take their time."""
    with serving(tmp_path_factory.mktemp("slow"), realistic=True) as cloud:
        yield cloud


@pytest.fixture(scope="module", autouse=True)
def measured(slow: LocalCloud) -> Iterator[Future[str]]:
    """Return a change set that is made and executed, in another account and while the tests before it wait."""
    other = slow.in_account(new_account())
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(executed, other)
    other.close()


def executed(cloud: LocalCloud) -> str:
    """Return a change set that has created a stack."""
    client = cloud.client("cloudformation")
    template = {"Resources": {"Q": queue("measured")}}
    made = client.create_change_set(
        StackName="m", ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=json.dumps(template)
    )["Id"]
    client.get_waiter("change_set_create_complete").wait(ChangeSetName=made, WaiterConfig={"Delay": 1})
    client.execute_change_set(ChangeSetName=made)
    client.get_waiter("stack_create_complete").wait(StackName="m", WaiterConfig={"Delay": 1})
    return str(made)


def test_resources_come_one_by_one_and_a_deletion_overtakes_them(slow: LocalCloud) -> None:
    client = slow.client("cloudformation")
    template = {"Resources": {"First": queue("first"), "Second": {**queue("second"), "DependsOn": "First"}}}
    stack = client.create_stack(StackName="s", TemplateBody=json.dumps(template))["StackId"]

    deadline = time.monotonic() + PATIENCE_SECONDS
    while ("First", "CREATE_COMPLETE", "") not in events(slow, stack) and time.monotonic() < deadline:
        time.sleep(0.05)
    told = [(name, status) for name, status, _ in events(slow, stack)]
    client.delete_stack(StackName="s")

    assert ("First", "CREATE_COMPLETE") in told
    assert ("Second", "CREATE_COMPLETE") not in told
    assert settled(slow, stack)["StackStatus"] == "DELETE_COMPLETE"
    time.sleep(2.5)  # the pause that the second queue would have been made after
    assert settled(slow, stack)["StackStatus"] == "DELETE_COMPLETE"
    assert slow.client("sqs").list_queues().get("QueueUrls", []) == []


def test_a_state_machine_is_told_as_it_was_for_a_while(slow: LocalCloud) -> None:
    # DescribeStateMachine is "eventually consistent", and an update is seen "within a few seconds": the API reference
    client, iam = slow.client("stepfunctions"), slow.client("iam")
    role = iam.create_role(RoleName="stale", AssumeRolePolicyDocument=json.dumps(MACHINE_TRUST))["Role"]["Arn"]
    before, after = (
        json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": result, "End": True}}})
        for result in ("before", "after")
    )
    machine = client.create_state_machine(name="stale", definition=before, roleArn=role)["stateMachineArn"]

    client.update_state_machine(stateMachineArn=machine, definition=after)
    at_once = client.describe_state_machine(stateMachineArn=machine)["definition"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while client.describe_state_machine(stateMachineArn=machine)["definition"] == before:
        assert time.monotonic() < deadline
        time.sleep(0.1)

    assert at_once == before
    assert client.describe_state_machine(stateMachineArn=machine)["definition"] == after


def test_the_cloud_tells_how_long_it_took_itself(slow: LocalCloud, measured: Future[str]) -> None:
    made = measured.result()

    with urllib.request.urlopen(f"{slow.endpoint}/_local_cloud/change_sets") as answer:
        told = {one["change_set"]: one for one in json.load(answer)}[made]

    assert told["made_seconds"] >= REALISTIC.change_set_pending + REALISTIC.change_set
    assert told["executed_seconds"] >= REALISTIC.stack + REALISTIC.resource
