"""What the roles of the shipped templates may do: as little as can be written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.templates.shipped import TEMPLATES, as_list, resources, statements

# Actions for which AWS knows no resource, so that only `*` can stand there, and why they are needed.
WITHOUT_RESOURCE = {
    "logs:CreateLogDelivery": "Step Functions sets up the log of the executions",
    "logs:DeleteLogDelivery": "and takes it down",
    "logs:DescribeLogGroups": "and looks for its log group",
    "logs:DescribeResourcePolicies": "and whether the group lets it write",
    "logs:GetLogDelivery": "and how it was set up",
    "logs:ListLogDeliveries": "and what there is already",
    "logs:PutResourcePolicy": "and lets itself write into the group",
    "logs:UpdateLogDelivery": "and changes it",
    "xray:GetSamplingRules": "tracing asks what to trace",
    "xray:GetSamplingTargets": "and how much of it",
    "xray:PutTelemetryRecords": "tracing reports itself",
    "xray:PutTraceSegments": "and writes the traces",
}
SERVICES = {
    f"{service}.amazonaws.com" for service in ("cloudformation", "codebuild", "codepipeline", "lambda", "states")
}
FOR_PEOPLE = {"access"}  # templates whose managed policies are for people, not for roles in the same template

every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)


@every_template
def test_star_stands_only_where_no_resource_can_be_named(path: Path) -> None:
    starred = {
        action
        for _, statement in statements(path)
        if "*" in as_list(statement["Resource"])
        for action in as_list(statement["Action"])
    }

    assert set() == starred - set(WITHOUT_RESOURCE)


@every_template
def test_no_action_has_a_wildcard(path: Path) -> None:
    allowed = [statement for _, statement in statements(path) if statement["Effect"] == "Allow"]
    actions = [action for statement in allowed for action in as_list(statement["Action"])]

    assert [] == [action for action in actions if "*" in action]
    assert [] == [
        place for place, statement in statements(path) if "NotAction" in statement or "NotResource" in statement
    ]


@every_template
def test_no_role_gets_a_managed_policy_but_one_of_ours(path: Path) -> None:
    given = [arn for role in resources(path, "AWS::IAM::Role").values() for arn in role.get("ManagedPolicyArns", [])]
    assert [] == [arn for arn in given if arn != {"Ref": "PushPolicyArn"}]
    assert path.stem in FOR_PEOPLE or not resources(path, "AWS::IAM::ManagedPolicy")


@every_template
def test_each_role_trusts_one_service_and_nobody_else(path: Path) -> None:
    for name, role in resources(path, "AWS::IAM::Role").items():
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert (name, trust["Effect"], trust["Action"]) == (name, "Allow", "sts:AssumeRole")
        assert list(trust["Principal"]) == ["Service"]
        assert trust["Principal"]["Service"] in SERVICES


@every_template
def test_step_functions_is_trusted_only_on_behalf_of_this_account(path: Path) -> None:
    for name, role in resources(path, "AWS::IAM::Role").items():
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
        if trust["Principal"]["Service"] == "states.amazonaws.com":
            wanted = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
            assert (name, trust.get("Condition")) == (name, wanted)


@every_template
def test_functions_and_machines_run_as_a_role_of_their_own(path: Path) -> None:
    functions, machines = resources(path, "AWS::Lambda::Function"), resources(path, "AWS::StepFunctions::StateMachine")
    roles = [one["Role"] for one in functions.values()] + [one["RoleArn"] for one in machines.values()]
    names = [role["Fn::GetAtt"][0] if isinstance(role["Fn::GetAtt"], list) else role["Fn::GetAtt"] for role in roles]

    assert sorted(set(names)) == sorted(names)


@every_template
def test_every_function_writes_into_a_log_group_with_retention(path: Path) -> None:
    groups = resources(path, "AWS::Logs::LogGroup")
    for name, function in resources(path, "AWS::Lambda::Function").items():
        group: Any = groups[function["LoggingConfig"]["LogGroup"]["Ref"]]
        assert (name, group["RetentionInDays"]) == (name, {"Ref": "LogRetentionInDays"})


@every_template
def test_no_resource_has_a_fixed_name(path: Path) -> None:
    """Two stacks of one template can stand side by side: a name is a parameter, or has the stack's name in it."""
    naming = ("RoleName", "FunctionName", "TableName", "QueueName", "TopicName", "LogGroupName", "BucketName")
    kinds = (
        "IAM::Role",
        "Lambda::Function",
        "DynamoDB::Table",
        "SQS::Queue",
        "SNS::Topic",
        "Logs::LogGroup",
        "S3::Bucket",
    )
    for kind in kinds:
        for name, properties in resources(path, f"AWS::{kind}").items():
            for key in set(naming) & set(properties):
                assert isinstance(properties[key], dict), f"{name}.{key}"
