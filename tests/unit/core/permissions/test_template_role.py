"""The role that a machine has in a template, and the shipped templates' roles."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from workflow_updater.core.definition.document import Document
from workflow_updater.core.permissions.comparison import Comparison, compare
from workflow_updater.core.permissions.grant import Need
from workflow_updater.core.permissions.observation import observation_needs
from workflow_updater.core.permissions.policy import Statement
from workflow_updater.core.permissions.template_needs import template_needs
from workflow_updater.core.permissions.template_role import RolePolicies, role_of, role_policies
from workflow_updater.core.permissions.template_text import KINDS, intrinsic_text, own_name
from workflow_updater.sources.definition_file import read_definition
from workflow_updater.sources.template_file import parse_template

ROOT = Path(__file__).parents[4]
SHIPPED = [("hello", "workflow_stack", "StateMachine"), ("call_center", "call_center", "CallCenter")]


def shipped(workflow: str, template: str, machine: str) -> tuple[tuple[Need, ...], tuple[Statement, ...]]:
    resources = parse_template((ROOT / "templates" / f"{template}.yaml").read_text("utf-8"), template)["Resources"]
    document = read_definition(ROOT / "workflows" / workflow)
    assert isinstance(document, Document)
    role = role_of(resources[machine]["Properties"], resources)
    return template_needs(document.value, machine, resources), role_policies(role, resources).statements


@pytest.mark.parametrize(("workflow", "template", "machine"), SHIPPED)
def test_the_role_of_a_shipped_template_has_just_what_its_workflow_needs(
    workflow: str, template: str, machine: str
) -> None:
    wanted, allowed = shipped(workflow, template, machine)

    assert allowed
    assert compare(wanted, allowed) == Comparison()


@pytest.mark.parametrize(("workflow", "template", "machine"), SHIPPED)
def test_each_right_of_a_shipped_template_is_missed_when_it_is_gone(workflow: str, template: str, machine: str) -> None:
    wanted, allowed = shipped(workflow, template, machine)

    for index, statement in enumerate(allowed):
        for action in statement.actions:
            rest = tuple(one for one in statement.actions if one != action)
            less = (*allowed[:index], statement._replace(actions=rest), *allowed[index + 1 :])
            missed = {lack.need.grant.action for lack in compare(wanted, less).missing}
            assert missed == {action}


TEMPLATE: dict[str, Any] = {
    "Reserve": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "Named": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "price"}},
    "Queue": {"Type": "AWS::SQS::Queue"},
    "Topic": {"Type": "AWS::SNS::Topic"},
    "Child": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"StateMachineName": "child"}},
    "Bucket": {"Type": "AWS::S3::Bucket"},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {}},
    "Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}},
}
HERE = "${AWS::Region}:${AWS::AccountId}"


def with_role(**properties: Any) -> dict[str, Any]:
    return {**TEMPLATE, "Role": {"Type": "AWS::IAM::Role", "Properties": properties}}


def allowing(action: str, resource: object) -> list[dict[str, Any]]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return [{"PolicyName": "own", "PolicyDocument": {"Statement": [statement]}}]


@pytest.mark.parametrize(
    ("resource", "parameters", "substitution", "policy"),
    [
        (
            "lambda:invoke",
            {"FunctionName": "${X}"},
            {"Fn::GetAtt": ["Reserve", "Arn"]},
            {"Fn::GetAtt": ["Reserve", "Arn"]},
        ),
        ("lambda:invoke", {"FunctionName": "${X}"}, {"Fn::GetAtt": "Reserve.Arn"}, {"Fn::Sub": "${Reserve.Arn}"}),
        ("lambda:invoke", {"FunctionName": "${X}"}, {"Ref": "Reserve"}, {"Fn::GetAtt": ["Reserve", "Arn"]}),
        ("lambda:invoke", {"FunctionName": "price"}, "unused", {"Fn::GetAtt": ["Named", "Arn"]}),
        (
            "lambda:invoke",
            {"FunctionName": "${X}"},
            {"Fn::GetAtt": ["Reserve", "Arn"]},
            {"Fn::Sub": f"arn:${{AWS::Partition}}:lambda:{HERE}:function:${{Reserve}}"},
        ),
        ("sqs:sendMessage", {"QueueUrl": "${X}"}, {"Ref": "Queue"}, {"Fn::GetAtt": ["Queue", "Arn"]}),
        ("sns:publish", {"TopicArn": "${X}"}, {"Ref": "Topic"}, {"Fn::GetAtt": ["Topic", "TopicArn"]}),
        ("states:startExecution", {"StateMachineArn": "${X}"}, {"Ref": "Child"}, {"Fn::GetAtt": ["Child", "Arn"]}),
        (
            "aws-sdk:s3:getObject",
            {"Bucket": "${X}", "Key": "k"},
            {"Ref": "Bucket"},
            {"Fn::Join": ["", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "/*"]]},
        ),
        (
            "aws-sdk:s3:getObject",
            {"Bucket": "${X}", "Key": "k"},
            {"Ref": "Bucket"},
            {"Fn::Sub": ["${Where}/k", {"Where": {"Fn::GetAtt": ["Bucket", "Arn"]}}]},
        ),
        ("sns:publish", {"TopicArn": "${X}"}, {"Fn::ImportValue": "topic"}, {"Fn::ImportValue": "topic"}),
    ],
)
def test_a_placeholder_and_the_policy_name_the_same_resource_in_different_words(
    resource: str, parameters: dict[str, Any], substitution: object, policy: object
) -> None:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": parameters, "End": True}
    machine = {**TEMPLATE["Machine"]["Properties"], "DefinitionSubstitutions": {"X": substitution}}
    action = {"sqs:sendMessage": "sqs:SendMessage", "sns:publish": "sns:Publish"}.get(resource, "")
    action = action or {"l": "lambda:InvokeFunction", "s": "states:StartExecution", "a": "s3:GetObject"}[resource[0]]
    resources = with_role(Policies=allowing(action, policy))
    resources["Machine"] = {"Type": "AWS::StepFunctions::StateMachine", "Properties": machine}
    wanted = template_needs({"StartAt": "A", "States": {"A": state}}, "Machine", resources)

    assert wanted
    assert compare(wanted, role_policies("Role", resources).statements).missing == ()


def attached(role: RolePolicies) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.origin for one in role.statements))


def test_policies_that_are_resources_of_their_own_belong_to_the_role() -> None:
    document = {"Statement": {"Effect": "Allow", "Action": "a:B", "Resource": "*"}}
    resources = with_role(Policies=allowing("a:A", "*"), ManagedPolicyArns=[{"Ref": "Shared"}])
    resources |= {
        "Inline": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "Role"}], "PolicyDocument": document}},
        "One": {
            "Type": "AWS::IAM::RolePolicy",
            "Properties": {"RoleName": {"Ref": "Role"}, "PolicyDocument": document},
        },
        "Shared": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}},
        "Pushed": {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"Roles": [{"Ref": "Role"}], "PolicyDocument": document},
        },
        "Foreign": {
            "Type": "AWS::IAM::Policy",
            "Properties": {"Roles": [{"Ref": "Other"}], "PolicyDocument": document},
        },
    }

    assert attached(role_policies("Role", resources)) == ("own", "Inline", "One", "Shared", "Pushed")


def test_a_policy_of_aws_is_not_known_unless_it_allows_everything() -> None:
    some, all_ = "arn:aws:iam::aws:policy/service-role/AWSLambdaRole", "arn:aws:iam::aws:policy/AdministratorAccess"
    found = role_policies("Role", with_role(ManagedPolicyArns=[some, all_]))

    assert found.unknown == (some,)
    assert attached(found) == ("AdministratorAccess",)


@pytest.mark.parametrize("arn", ["arn:aws:iam::111122223333:role/elsewhere", {"Ref": "RoleArn"}, None])
def test_a_role_that_is_not_in_the_template_is_not_found(arn: object) -> None:
    assert role_of({"RoleArn": arn}, TEMPLATE) == ""


def test_a_machine_that_neither_logs_nor_traces_needs_nothing_for_it() -> None:
    quiet = {"LoggingConfiguration": {"Level": "OFF"}, "TracingConfiguration": {"Enabled": False}}

    assert observation_needs(quiet) == observation_needs({}) == ()


@pytest.mark.parametrize(
    "properties",
    [
        {"Policies": {"Fn::If": ["Small", [], []]}},
        {"Policies": [{"Fn::If": ["Small", {"PolicyName": "a"}, {"Ref": "AWS::NoValue"}]}]},
        {"Policies": [{"PolicyName": "a", "PolicyDocument": {"Fn::If": ["Small", {}, {}]}}]},
        {"Policies": [{"PolicyName": "a", "PolicyDocument": {"Statement": [{"Fn::If": ["Small", {}, {}]}]}}]},
        {"ManagedPolicyArns": {"Fn::Split": [",", {"Ref": "Arns"}]}},
    ],
)
def test_what_a_condition_decides_over_is_not_known(properties: dict[str, Any]) -> None:
    found = role_policies("Role", with_role(**properties))

    assert len(found.unknown) == 1
    assert found.statements == ()


def missing_of(resources: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the actions that the role surely lacks, and those that it lacks perhaps."""
    task = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": True}
    task["Parameters"] = {"QueueUrl": "${Queue}", "MessageBody": "x"}
    machine = {**resources["Machine"]["Properties"], "DefinitionSubstitutions": {"Queue": {"Ref": "Queue"}}}
    resources = {**resources, "Machine": {**resources["Machine"], "Properties": machine}}
    wanted = template_needs({"StartAt": "A", "States": {"A": task}}, "Machine", resources)
    policies = role_policies("Role", resources)
    found = compare(wanted, policies.statements, unknown=policies.unknown)
    return [one.need.grant.action for one in found.missing], [one.need.grant.action for one in found.unsure]


SENDING = allowing("sqs:SendMessage", {"Fn::GetAtt": ["Queue", "Arn"]})[0]["PolicyDocument"]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ((None, None), ([], [])),
        (("Prod", None), ([], ["sqs:SendMessage"])),
        (("Prod", "Prod"), ([], [])),
        (("Prod", "Test"), ([], ["sqs:SendMessage"])),
    ],
)
def test_a_policy_that_there_is_under_a_condition_only_allows_nothing_surely(
    conditions: tuple[str | None, str | None], expected: tuple[list[str], list[str]]
) -> None:
    of_policy, of_role = ({"Condition": one} if one else {} for one in conditions)
    policy = {"PolicyDocument": SENDING, "PolicyName": "p", "Roles": [{"Ref": "Role"}]}
    resources = {
        **TEMPLATE,
        "Role": {"Type": "AWS::IAM::Role", "Properties": {}, **of_role},
        "Policy": {"Type": "AWS::IAM::Policy", "Properties": policy, **of_policy},
    }

    assert missing_of(resources) == expected


def test_a_condition_of_a_statement_that_the_template_decides_allows_nothing_surely() -> None:
    statement = {**SENDING["Statement"][0], "Condition": {"Fn::If": ["Prod", {}, {"Bool": {"aws:x": "true"}}]}}
    policies = [{"PolicyName": "own", "PolicyDocument": {"Statement": [statement]}}]

    assert missing_of(with_role(Policies=policies)) == ([], ["sqs:SendMessage"])


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("arn:aws:iam::aws:policy/AdministratorAccess", ([], [])),
        ("arn:aws:iam::111122223333:policy/AdministratorAccess", ([], ["sqs:SendMessage"])),
    ],
)
def test_only_the_administrator_policy_of_aws_itself_allows_everything(
    arn: str, expected: tuple[list[str], list[str]]
) -> None:
    assert missing_of(with_role(ManagedPolicyArns=[arn])) == expected


def test_a_permissions_boundary_is_told() -> None:
    boundary = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/limits"}

    assert role_policies("Role", with_role(PermissionsBoundary=boundary)).boundary.endswith(":policy/limits")
    assert role_policies("Role", with_role()).boundary == ""


def test_a_managed_policy_of_the_template_that_nobody_attaches_allows_nothing() -> None:
    policy = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": SENDING}}
    attached = with_role(ManagedPolicyArns=[{"Ref": "Sending"}]) | {"Sending": policy}
    loose = with_role() | {"Sending": policy}

    assert [one.origin for one in role_policies("Role", attached).statements] == ["Sending"]
    assert role_policies("Role", loose) == RolePolicies("Role", ())


def test_a_document_that_is_told_in_full_leaves_nothing_unknown() -> None:
    own = allowing("sqs:SendMessage", {"Fn::GetAtt": ["Queue", "Arn"]})

    assert role_policies("Role", with_role(Policies=own)).unknown == ()


def test_what_is_no_role_has_no_policies_that_the_template_tells() -> None:
    properties = {"RoleArn": {"Fn::GetAtt": ["Made", "Arn"]}}

    assert role_of(properties, {"Made": {"Type": "Custom::Role"}}) == ""
    assert role_of(properties, {"Made": {"Type": "AWS::IAM::Role"}}) == "Made"


@pytest.mark.parametrize("type_", sorted(KINDS))
def test_a_resource_is_called_what_its_properties_say(type_: str) -> None:
    schemas = import_module("cfnlint.schema.manager").PROVIDER_SCHEMA_MANAGER
    name = KINDS[type_].name

    assert name in schemas.get_resource_schema("us-east-1", type_).schema["properties"]
    assert own_name("One", {"One": {"Type": type_, "Properties": {name: "given"}}}) == "given"


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (False, "false"), (7, "7"), ("a", "a")])
def test_a_value_is_the_text_that_cloudformation_makes_of_it(value: object, text: str) -> None:
    assert intrinsic_text(value, {}) == text
