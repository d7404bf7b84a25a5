"""templates/pipeline.yaml: what is approved is what is deployed, and the repository does not say what is run."""

from __future__ import annotations

from typing import Any

from tests.unit.templates.shipped import ROOT, as_list, resources

PIPELINE = ROOT / "templates" / "pipeline.yaml"
BUILDSPEC = (ROOT / "templates" / "buildspec.yml").read_text("utf-8")
READS = ("Describe", "Get", "List")


def project(name: str) -> Any:
    return resources(PIPELINE, "AWS::CodeBuild::Project")[f"{name}Project"]


def actions() -> dict[str, Any]:
    stages = resources(PIPELINE, "AWS::CodePipeline::Pipeline")["Pipeline"]["Stages"]
    return {stage["Name"]: action for stage in stages for action in stage["Actions"]}


def test_both_projects_run_the_shipped_buildspec_and_none_of_the_repository() -> None:
    assert [BUILDSPEC, BUILDSPEC] == [project(name)["Source"]["BuildSpec"] for name in ("Plan", "Deploy")]


def test_one_project_plans_and_the_other_deploys() -> None:
    steps = {
        name: {one["Name"]: one["Value"] for one in project(name)["Environment"]["EnvironmentVariables"]}["STEP"]
        for name in ("Plan", "Deploy")
    }

    assert {"Plan": "plan", "Deploy": "deploy"} == steps


def test_an_approval_stands_between_the_plan_and_the_deployment_of_that_plan() -> None:
    found = actions()

    assert ["Source", "Plan", "Approve", "Deploy"] == list(found)
    assert "Manual" == found["Approve"]["ActionTypeId"]["Provider"]
    assert [{"Name": "Source"}, {"Name": "Plan"}] == found["Deploy"]["InputArtifacts"]
    assert "CODEBUILD_CLONE_REF" == found["Source"]["Configuration"]["OutputArtifactFormat"]


def test_the_plan_can_change_nothing_of_the_workflow() -> None:
    role = resources(PIPELINE, "AWS::IAM::Role")["PlanRole"]
    policies = {one["PolicyName"]: one["PolicyDocument"]["Statement"] for one in role["Policies"]}
    allowed = [action.partition(":")[2] for one in policies["plan"] for action in as_list(one["Action"])]

    assert "ManagedPolicyArns" not in role
    assert allowed and all(action.startswith(READS) for action in allowed)


def test_the_deployment_may_do_what_a_developer_may() -> None:
    role = resources(PIPELINE, "AWS::IAM::Role")["DeployRole"]

    assert [{"Ref": "PushPolicyArn"}] == role["ManagedPolicyArns"]
    assert ["build"] == [one["PolicyName"] for one in role["Policies"]]
