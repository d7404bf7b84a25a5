"""An account of the local cloud with bucket and macro, stacks in it, and the program as it is called."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.local_cloud import LocalCloud
from workflow_updater.cli import main

HELLO = {"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "Result": "hello", "End": True}}}
BYE = {"StartAt": "Bye", "States": {"Bye": {"Type": "Pass", "Result": "bye", "End": True}}}
BROKEN = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "${Broken}", "End": True}}}
STATE_MACHINE = "AWS::StepFunctions::StateMachine"


def machine(parameter: str = "Workflow", **properties: Any) -> dict[str, Any]:
    return {
        "Type": STATE_MACHINE,
        "Metadata": {"Workflow": {"Location": parameter}},
        "Properties": {"RoleArn": "arn:aws:iam::111122223333:role/orders", **properties},
    }


def template(**resources: Any) -> dict[str, Any]:
    return {
        "Transform": [{"Name": "StepFunctionWorkflowInjector", "Parameters": {"Prefix": "orders/"}}],
        "Parameters": {name: {"Type": "String", "Default": ""} for name in ("Workflow", "Returned", "Size")},
        "Resources": resources or {"Orders": machine()},
    }


@dataclass
class Account:
    """The account as the infra team sees it."""

    cloud: LocalCloud
    folder: Path

    @property
    def bucket(self) -> str:
        return f"workflows-{self.cloud.account}-{self.cloud.region}"

    def create_stack(self, name: str, document: dict[str, Any], **parameters: str) -> None:
        stacks = self.cloud.client("cloudformation")
        stacks.create_stack(
            StackName=name,
            TemplateBody=json.dumps(document),
            Capabilities=["CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        )
        self.wait(name)

    def delete_stack(self, name: str) -> None:
        self.cloud.client("cloudformation").delete_stack(StackName=name)
        waiter = self.cloud.client("cloudformation").get_waiter("stack_delete_complete")
        waiter.wait(StackName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})

    def wait(self, name: str) -> str:
        stacks = self.cloud.client("cloudformation")
        while (status := stacks.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]).endswith("_IN_PROGRESS"):
            pass
        return str(status)

    def live(self, stack: str, resource: str = "Orders") -> Any:
        detail = self.cloud.client("cloudformation").describe_stack_resource(
            StackName=stack, LogicalResourceId=resource
        )
        arn = detail["StackResourceDetail"]["PhysicalResourceId"]
        return json.loads(self.cloud.client("stepfunctions").describe_state_machine(stateMachineArn=arn)["definition"])

    def change_sets(self, stack: str) -> list[Any]:
        found: list[Any] = self.cloud.client("cloudformation").list_change_sets(StackName=stack)["Summaries"]
        return [one for one in found if one["ExecutionStatus"] in {"AVAILABLE", "UNAVAILABLE"}]

    def write(self, name: str, definition: object) -> str:
        (self.folder / name).write_text(json.dumps(definition, indent=2), "utf-8")
        return name

    def push(self, stack: str, definition: object, *flags: str) -> int:
        return main(["--stack", stack, "--workflow", self.write("pushed.asl.json", definition), *flags])


def function_zip(source: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("index.py", source)
    return content.getvalue()
