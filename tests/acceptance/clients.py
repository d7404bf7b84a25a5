"""Deployers that are not ours, run as their users run them: a process, an environment, an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.local_cloud import LocalCloud
from workflow_updater.bundle import macro_source
from workflow_updater.packaging import build_macro_zip

ROOT = Path(__file__).parents[2]
HELLO_KEY = "workflows/hello.json"
# Runs the program that its arguments name, as it is but for how long it sleeps: `aws` between two looks, 5 s and 30 s.
QUICK = """
import runpy, sys, time
pace, sleep = int(sys.argv.pop(1)), time.sleep
time.sleep = lambda seconds: sleep(seconds / pace)
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@dataclass(frozen=True)
class Client:
    """
    One program, with the embedded cloud as its AWS and *home* as its home folder.

    One that is written in Python can be told to wait *pace* times less long than in earnest.
    """

    program: Path
    cloud: LocalCloud
    home: Path
    pace: int = 1

    def __call__(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run the program; its exit code is the caller's to judge."""
        environment = {
            **self.cloud.environment(),
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            "SAM_CLI_TELEMETRY": "0",
        }
        command = [str(self.program), *arguments]
        if self.pace > 1:
            command = [str(self.program.with_name("python")), "-c", QUICK, str(self.pace), *command]
        return subprocess.run(command, env=environment, cwd=cwd or ROOT, capture_output=True, text=True, check=False)


def bucket_of(cloud: LocalCloud) -> str:
    """Return the bucket of this test: names of buckets are global, on AWS and here."""
    return f"workflows-acceptance-{cloud.account}"


def macro_parameters(cloud: LocalCloud) -> tuple[str, ...]:
    """Return what templates/macro.yaml is told."""
    bucket = bucket_of(cloud)
    return (f"CodeBucket={bucket}", "CodeKey=macro.zip", f"WorkflowBuckets={bucket}")


def hello_parameters(cloud: LocalCloud) -> tuple[str, ...]:
    """Return what templates/workflow_stack.yaml is told."""
    return (f"Workflow=s3://{bucket_of(cloud)}/{HELLO_KEY}",)


def install_and_run(cloud: LocalCloud, deploy: Callable[..., str]) -> None:
    """
    Install the macro and the hello stack with *deploy*, twice, and run the workflow.

    *deploy* takes stack, template and `NAME=VALUE` parameters, and returns what its program printed.
    """
    upload_code_and_workflow(cloud)

    deploy("workflow-macro", "macro.yaml", *macro_parameters(cloud))
    first = deploy("hello", "workflow_stack.yaml", *hello_parameters(cloud))
    again = deploy("hello", "workflow_stack.yaml", *hello_parameters(cloud))

    assert "Successfully created/updated stack - hello" in first
    assert "No changes to deploy. Stack hello is up to date" in again
    assert json.loads(run_machine(cloud, machine_of(cloud, "hello"))["output"]) == "Hello World!"


def upload_code_and_workflow(cloud: LocalCloud) -> None:
    """Put the macro's zip and the hello workflow where the templates are told to look for them."""
    bucket = bucket_of(cloud)
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": cloud.region})
    s3.put_object(Bucket=bucket, Key="macro.zip", Body=build_macro_zip(macro_source()))
    definition = (ROOT / "workflows" / "hello" / "definition.asl.json").read_bytes()
    s3.put_object(Bucket=bucket, Key=HELLO_KEY, Body=definition)


def machine_of(cloud: LocalCloud, stack: str) -> str:
    """Return the ARN that the stack's output StateMachineArn names."""
    outputs = cloud.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    [arn] = [str(output["OutputValue"]) for output in outputs if output["OutputKey"] == "StateMachineArn"]
    return arn


def run_machine(cloud: LocalCloud, arn: str) -> dict[str, Any]:
    """Return how an execution of the machine ended, waiting up to 20 s."""
    states = cloud.client("stepfunctions")
    execution = states.start_execution(stateMachineArn=arn, input=json.dumps({}))["executionArn"]
    for _ in range(200):
        answer: dict[str, Any] = states.describe_execution(executionArn=execution)
        if answer["status"] != "RUNNING":
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{execution} still runs")
