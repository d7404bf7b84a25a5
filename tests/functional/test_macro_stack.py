"""The macro's own stack over its life, and the templates of the first days that still ask for it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.local_cloud import LocalCloud
from tests.workflow_stacks import ROOT, InfraTeam, create_stack, infra_team, settled
from workflow_updater.packaging import build_macro_zip

HELLO = (ROOT / "workflows" / "hello" / "definition.asl.json").read_bytes()
SEED = sorted((ROOT / "tests" / "fixtures").glob("seed_template*.json"))


def update_macro(cloud: LocalCloud, **changed: str) -> None:
    stacks = cloud.client("cloudformation")
    before = {
        one["ParameterKey"] for one in stacks.describe_stacks(StackName="workflow-macro")["Stacks"][0]["Parameters"]
    }
    stacks.update_stack(
        StackName="workflow-macro",
        TemplateBody=(ROOT / "templates" / "macro.yaml").read_text("utf-8"),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[
            *({"ParameterKey": key, "UsePreviousValue": True} for key in before - set(changed)),
            *({"ParameterKey": key, "ParameterValue": value} for key, value in changed.items()),
        ],
    )

    assert settled(cloud, "workflow-macro")["StackStatus"] == "UPDATE_COMPLETE"


def version_behind_the_macro(cloud: LocalCloud) -> Any:
    outputs = cloud.client("cloudformation").describe_stacks(StackName="workflow-macro")["Stacks"][0]["Outputs"]
    arn = next(one["OutputValue"] for one in outputs if one["OutputKey"] == "FunctionArn")
    function, _, alias = arn.rpartition(":")
    return cloud.client("lambda").get_alias(FunctionName=function, Name=alias)["FunctionVersion"]


def second_bucket(team: InfraTeam) -> str:
    name = f"{team.bucket}-second"
    place = {"LocationConstraint": team.cloud.region}
    team.cloud.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)
    team.cloud.client("s3").put_object(Bucket=name, Key="workflows/hello.asl.json", Body=HELLO)
    return name


def test_a_bucket_that_is_added_can_be_read_at_once(own_account: LocalCloud) -> None:
    team = infra_team(own_account)
    name = second_bucket(team)
    update_macro(own_account, WorkflowBuckets=f"{team.bucket},{name}")

    create_stack(own_account, "hello", "workflow_stack.yaml", Workflow=f"s3://{name}/workflows/hello.asl.json")
    assert version_behind_the_macro(own_account) == "2"


def test_new_code_of_the_macro_is_behind_its_alias(own_account: LocalCloud) -> None:
    team = infra_team(own_account)
    code = BytesIO(build_macro_zip(ROOT / "macro"))
    with ZipFile(code, "a") as archive:
        archive.writestr("macro/news.py", "")  # AWS publishes no version of a function that has not changed
    team.put("macro/next.zip", code.getvalue())
    update_macro(own_account, CodeKey="macro/next.zip")

    assert version_behind_the_macro(own_account) == "2"


def test_nothing_but_a_longer_log_leaves_the_version_alone(own_account: LocalCloud) -> None:
    infra_team(own_account)
    update_macro(own_account, LogRetentionInDays="90")

    assert version_behind_the_macro(own_account) == "1"


@pytest.mark.parametrize("path", SEED, ids=lambda path: path.stem)
def test_the_seeds_template_gets_its_definition(own_account: LocalCloud, path: Path) -> None:
    team = infra_team(own_account)
    team.put("hello.json", HELLO)
    outputs = create_stack(own_account, "seed", path, S3Key=f"s3://{team.bucket}/hello.json")
    machine = outputs["StateMachineArn"]
    live = own_account.client("stepfunctions").describe_state_machine(stateMachineArn=machine)["definition"]

    assert json.loads(live) == json.loads(HELLO)
