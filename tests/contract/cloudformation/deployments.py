"""Stacks, macros and change sets in few words, for the contract tests of CloudFormation."""

from __future__ import annotations

import io
import json
import textwrap
import time
import zipfile
from typing import Any

from tests.local_cloud import LocalCloud

PATIENCE_SECONDS = 30


def zipped(source: str) -> bytes:
    """Return a zip with *source* as index.py."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.py", textwrap.dedent(source))
    return out.getvalue()


def macro_template(name: str, source: str) -> dict[str, Any]:
    """Return a template that defines the macro *name*, its handler `index.handler` inline."""
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
            "Macro": {
                "Type": "AWS::CloudFormation::Macro",
                "Properties": {"Name": name, "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]}},
            },
        }
    }


def create_macro(cloud: LocalCloud, name: str, source: str) -> None:
    """Deploy the macro *name*."""
    create_stack(cloud, f"macro-{name}", macro_template(name, source))


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
