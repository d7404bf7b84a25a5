"""The stack of a shipped workflow, made as an infra team makes it: CloudFormation calls the macro, nothing is faked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from tests.local_cloud import LocalCloud
from workflow_updater.core.content_address import canonical, digest, location, object_key
from workflow_updater.core.definition.document import Document
from workflow_updater.core.injection_requests import injection_requests
from workflow_updater.packaging import build_function_zip, build_macro_zip
from workflow_updater.sources.definition_file import read_definition
from workflow_updater.sources.template_file import parse_template

ROOT = Path(__file__).parents[1]
DEADLINE_SECONDS = 60

Found = TypeVar("Found")


def eventually(look: Callable[[], Found | None]) -> Found:
    """Return what *look* finds, as soon as it finds something."""
    deadline = monotonic() + DEADLINE_SECONDS
    while monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        sleep(0.05)
    raise AssertionError(f"nothing came within {DEADLINE_SECONDS} s")


@dataclass(frozen=True)
class WorkflowStack:
    """A stack with one state machine that runs a shipped workflow."""

    cloud: LocalCloud
    outputs: dict[str, str]

    def start(self, **case: object) -> str:
        machine = self.outputs["StateMachineArn"]
        started = self.cloud.client("stepfunctions").start_execution(stateMachineArn=machine, input=json.dumps(case))
        return str(started["executionArn"])

    def end(self, execution: str) -> dict[str, Any]:
        """Return how the execution ended."""

        def ended() -> dict[str, Any] | None:
            told: dict[str, Any] = self.cloud.client("stepfunctions").describe_execution(executionArn=execution)
            return told if told["status"] != "RUNNING" else None

        return eventually(ended)

    def history(self, execution: str) -> list[dict[str, Any]]:
        pages = self.cloud.client("stepfunctions").get_paginator("get_execution_history")
        return [event for page in pages.paginate(executionArn=execution) for event in page["events"]]


@dataclass(frozen=True)
class InfraTeam:
    """An account with workflow bucket and macro."""

    cloud: LocalCloud
    bucket: str

    def stack(self, name: str, template: str, workflow: str, **parameters: str) -> WorkflowStack:
        """Create the stack *name* from *template* with the shipped *workflow* in it."""
        folder = ROOT / "workflows" / workflow
        document = read_definition(folder)
        assert isinstance(document, Document), document
        body = canonical(document.value)
        text = (ROOT / "templates" / template).read_text("utf-8")
        (request,) = injection_requests(parse_template(text, template), {})
        key = object_key(request.prefix, name, request.logical_id, digest(body))
        parameters["Workflow"] = location(self.bucket, key, self.put(key, body))
        if (folder / "functions").is_dir():
            code = build_function_zip(folder / "functions")
            parameters |= {"CodeBucket": self.bucket, "CodeKey": f"code/{digest(code)}.zip"}
            self.put(parameters["CodeKey"], code)
        return WorkflowStack(self.cloud, create_stack(self.cloud, name, template, **parameters))

    def put(self, key: str, body: bytes) -> str:
        return str(self.cloud.client("s3").put_object(Bucket=self.bucket, Key=key, Body=body)["VersionId"])


def infra_team(cloud: LocalCloud) -> InfraTeam:
    """Give an empty account its workflow bucket and the macro."""
    bucket = create_stack(cloud, "workflow-bucket", "workflow_bucket.yaml", BucketName=f"workflows-{cloud.account}")
    team = InfraTeam(cloud, bucket["BucketName"])
    team.put("macro/macro.zip", build_macro_zip(ROOT / "macro"))
    place = {"CodeBucket": team.bucket, "CodeKey": "macro/macro.zip", "WorkflowBuckets": team.bucket}
    create_stack(cloud, "workflow-macro", "macro.yaml", **place)
    return team


def create_stack(cloud: LocalCloud, name: str, template: str | Path, **parameters: str) -> dict[str, str]:
    """Create a stack from *template*, a file of templates/ or a whole path, and return its outputs."""
    stacks = cloud.client("cloudformation")
    stacks.create_stack(
        StackName=name,
        TemplateBody=(ROOT / "templates" / template).read_text("utf-8"),
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )
    stack = settled(cloud, name)
    events = stacks.describe_stack_events(StackName=name)["StackEvents"]
    reasons = [
        f"{event['LogicalResourceId']} {event['ResourceStatus']}: {event['ResourceStatusReason']}"
        for event in events
        if event.get("ResourceStatusReason")
    ]

    assert stack["StackStatus"] == "CREATE_COMPLETE", reasons
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def settled(cloud: LocalCloud, name: str) -> dict[str, Any]:
    """Return the stack as it is described when nothing is in progress."""

    def look() -> dict[str, Any] | None:
        told: dict[str, Any] = cloud.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
        return None if told["StackStatus"].endswith("_IN_PROGRESS") else told

    return eventually(look)
