"""Stacks, macros and change sets in few words, for the contract tests of CloudFormation."""

from __future__ import annotations

import json
import textwrap
import time
from typing import Any

from tests.local_cloud import LocalCloud

PATIENCE_SECONDS = 30


def macro_template(source: str, *names: str) -> dict[str, Any]:
    """Return a template that defines macros with these *names*, all run by `index.handler` of *source*."""
    macros = {
        f"Macro{index}": {
            "Type": "AWS::CloudFormation::Macro",
            "Properties": {"Name": name, "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]}},
        }
        for index, name in enumerate(names)
    }
    return {
        "Resources": {
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "lambda.amazonaws.com"},
                                "Action": "sts:AssumeRole",
                            }
                        ],
                    }
                },
            },
            "Function": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Runtime": "python3.13",
                    "Handler": "index.handler",
                    "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                    "Code": {"ZipFile": textwrap.dedent(source)},
                    "Timeout": 30,
                },
            },
            **macros,
        }
    }


def create_macros(cloud: LocalCloud, source: str, *names: str) -> None:
    """Deploy macros with these *names*."""
    stack = create_stack(cloud, f"macros-{names[0]}", macro_template(source, *names))
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack


def create_stack(cloud: LocalCloud, name: str, template: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Create a stack and return it in its final status."""
    client = cloud.client("cloudformation")
    options = {"Capabilities": ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"], **options}
    created = client.create_stack(StackName=name, TemplateBody=json.dumps(template), **options)
    return settled(cloud, created["StackId"])


def settled(cloud: LocalCloud, stack: str) -> dict[str, Any]:
    """Return the stack once no operation holds it."""
    client = cloud.client("cloudformation")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found: dict[str, Any] = client.describe_stacks(StackName=stack)["Stacks"][0]
        if not found["StackStatus"].endswith("_IN_PROGRESS"):
            return found
        time.sleep(0.02)
    raise AssertionError(f"{stack} did not settle: {found['StackStatus']}")


def change_set(cloud: LocalCloud, stack: str, template: dict[str, Any] | str | None, **options: Any) -> dict[str, Any]:
    """Create a change set and return its description once it is made or failed."""
    client = cloud.client("cloudformation")
    if template is not None:
        options["TemplateBody"] = template if isinstance(template, str) else json.dumps(template)
    options = {"Capabilities": ["CAPABILITY_NAMED_IAM"], "ChangeSetName": "change", **options}
    made = client.create_change_set(StackName=stack, **options)
    return described(cloud, made["Id"])


def described(cloud: LocalCloud, change_set_id: str) -> dict[str, Any]:
    """Return a change set once it is made or failed."""
    client = cloud.client("cloudformation")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found: dict[str, Any] = client.describe_change_set(ChangeSetName=change_set_id)
        if found["Status"] not in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
            return found
        time.sleep(0.02)
    raise AssertionError(f"{change_set_id} was not made: {found['Status']}")


def execute(cloud: LocalCloud, change_set_id: str) -> dict[str, Any]:
    """Execute a change set and return its stack once settled."""
    client = cloud.client("cloudformation")
    stack = client.describe_change_set(ChangeSetName=change_set_id)["StackId"]
    client.execute_change_set(ChangeSetName=change_set_id)
    return settled(cloud, stack)


def queue(name: str = "q", **properties: Any) -> dict[str, Any]:
    """Return a queue resource, which is quick to make."""
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, **properties}}


def processed(cloud: LocalCloud, change_set_id: str) -> dict[str, Any]:
    """Return the processed template of a change set."""
    answer = cloud.client("cloudformation").get_template(ChangeSetName=change_set_id, TemplateStage="Processed")
    body: dict[str, Any] = answer["TemplateBody"]
    return body


def events(cloud: LocalCloud, stack: str) -> list[tuple[str, str, str]]:
    """Return (logical id, status, reason) of a stack's events, oldest first."""
    found = cloud.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    return [
        (event["LogicalResourceId"], event["ResourceStatus"], event.get("ResourceStatusReason", ""))
        for event in reversed(found)
    ]
