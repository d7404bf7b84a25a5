"""
Statuses that a push can meet and that need a hand: UPDATE_ROLLBACK_FAILED, UPDATE_FAILED, ROLLBACK_COMPLETE.

No switch makes them: a custom resource that refuses to go back does, as it does on AWS. What may be called in which
status is that of the API reference (ContinueUpdateRollback, RollbackStack, ExecuteChangeSet's DisableRollback).
"""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.cloudformation.deployments import change_set, create_stack, events, execute, queue, settled
from tests.local_cloud import LocalCloud

# Answers every request with success, but those that lead to a smaller Version than before.
ONE_WAY = """
import json
import urllib.request

def handler(event, context):
    new, old = event["ResourceProperties"], event.get("OldResourceProperties", {})
    is_backwards = event["RequestType"] == "Update" and int(new["Version"]) < int(old["Version"])
    answer = {
        "Status": "FAILED" if is_backwards and new["Stubborn"] == "true" else "SUCCESS",
        "Reason": "there is no way back",
        "PhysicalResourceId": event.get("PhysicalResourceId", "one-way"),
        **{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
    }
    request = urllib.request.Request(event["ResponseURL"], json.dumps(answer).encode(), method="PUT")
    urllib.request.urlopen(request)
"""


def template(cloud: LocalCloud, name: str, version: int, delay: int = 0, *, stubborn: bool = True) -> dict[str, Any]:
    """Return a template whose queue comes after a custom resource; a *delay* above 900 makes the queue fail."""
    token = f"arn:aws:lambda:{cloud.region}:{cloud.account}:function:one-way"
    properties = {"ServiceToken": token, "Version": str(version), "Stubborn": str(stubborn).lower()}
    return {
        "Resources": {
            "Fragile": {"Type": "Custom::OneWay", "Properties": properties},
            "Q": {**queue(name[:60], DelaySeconds=delay), "DependsOn": "Fragile"},
        }
    }


@pytest.fixture(scope="module")
def one_way(cloud: LocalCloud) -> LocalCloud:
    """Return the account with the function behind the custom resource."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]}}
    function = {
        "FunctionName": "one-way",
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Code": {"ZipFile": textwrap.dedent(ONE_WAY)},
    }
    resources = {
        "Role": {"Type": "AWS::IAM::Role", "Properties": role},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": function},
    }
    assert create_stack(cloud, "one-way", {"Resources": resources})["StackStatus"] == "CREATE_COMPLETE"
    return cloud


def stuck(cloud: LocalCloud, name: str) -> dict[str, Any]:
    """Return a stack whose update failed, and whose rollback failed too."""
    create_stack(cloud, name, template(cloud, name, 1))
    return execute(cloud, change_set(cloud, name, template(cloud, name, 2, delay=9999))["ChangeSetId"])


def test_a_rollback_that_fails_leaves_the_stack_in_update_rollback_failed(one_way: LocalCloud, stack_name: str) -> None:
    stack = stuck(one_way, stack_name)

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_FAILED"
    assert "Fragile" in stack["StackStatusReason"]
    told = [(name, status) for name, status, _ in events(one_way, stack_name)]
    assert told[-1] == (stack_name, "UPDATE_ROLLBACK_FAILED")
    assert ("Fragile", "UPDATE_FAILED") in told


def test_a_stuck_stack_takes_neither_updates_nor_change_sets(one_way: LocalCloud, stack_name: str) -> None:
    stack = stuck(one_way, stack_name)

    with pytest.raises(ClientError) as refusal:
        change_set(one_way, stack_name, template(one_way, stack_name, 3))

    text = f"Stack:{stack['StackId']} is in UPDATE_ROLLBACK_FAILED state and can not be updated."
    assert refusal.value.response["Error"]["Message"] == text


def test_a_stuck_stack_goes_back_without_the_resource_that_will_not(one_way: LocalCloud, stack_name: str) -> None:
    stuck(one_way, stack_name)
    client = one_way.client("cloudformation")

    client.continue_update_rollback(StackName=stack_name, ResourcesToSkip=["Fragile"])

    assert settled(one_way, stack_name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    again = change_set(one_way, stack_name, template(one_way, stack_name, 3), ChangeSetName="again")
    assert again["Status"] == "CREATE_COMPLETE"


def test_an_update_that_may_not_roll_back_fails_and_can_be_updated_again(one_way: LocalCloud, stack_name: str) -> None:
    create_stack(one_way, stack_name, template(one_way, stack_name, 1))
    made = change_set(one_way, stack_name, template(one_way, stack_name, 2, delay=9999))

    one_way.client("cloudformation").execute_change_set(ChangeSetName=made["ChangeSetId"], DisableRollback=True)
    failed = settled(one_way, stack_name)["StackStatus"]
    again = change_set(one_way, stack_name, template(one_way, stack_name, 2), ChangeSetName="again")

    assert failed == "UPDATE_FAILED"
    assert execute(one_way, again["ChangeSetId"])["StackStatus"] == "UPDATE_COMPLETE"


def test_a_resource_that_goes_back_leaves_the_stack_rolled_back(one_way: LocalCloud, stack_name: str) -> None:
    create_stack(one_way, stack_name, template(one_way, stack_name, 1, stubborn=False))
    broken = template(one_way, stack_name, 2, delay=9999, stubborn=False)

    stack = execute(one_way, change_set(one_way, stack_name, broken)["ChangeSetId"])

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
