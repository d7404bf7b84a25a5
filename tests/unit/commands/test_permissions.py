"""`permissions`: the verb."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cfn_flip
import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import Called, call
from workflow_updater.cli import main
from workflow_updater.commands import permissions
from workflow_updater.errors import CloudUnavailable, DefinitionInvalid, Refused, UsageError

ROLE = "arn:aws:iam::111122223333:role/orders"
TASK = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "TimeoutSeconds": 9, "End": True}
ORDERS = {"StartAt": "Tell", "States": {"Tell": {**TASK, "Parameters": {"TopicArn": "${TopicArn}", "Message": "m"}}}}
TEMPLATE: dict[str, Any] = {
    "Resources": {
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": []}},
        "Orders": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                "DefinitionSubstitutions": {"TopicArn": {"Ref": "Topic"}},
            },
        },
    }
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.asl.json").write_text(json.dumps(ORDERS), "utf-8")
    (tmp_path / "template.json").write_text(json.dumps(TEMPLATE), "utf-8")
    return tmp_path


def called(*flags: str, cloud: FakeCloud | None = None) -> Called:
    return call(permissions, cloud or FakeCloud(), "orders.asl.json", *flags)


def a_role(*statements: dict[str, Any], boundary: str = "") -> FakeCloud:
    cloud = FakeCloud()
    cloud.roles.add(ROLE, *statements, boundary=boundary)
    return cloud


def test_text_tells_state_by_state_what_is_needed() -> None:
    assert called().out == "/States/Tell\n  sns:Publish on ${TopicArn}\n"


def test_json_is_a_policy_to_paste() -> None:
    statement = {"Sid": "Sns", "Effect": "Allow", "Action": ["sns:Publish"], "Resource": ["${TopicArn}"]}

    assert called("--json").value == {"Version": "2012-10-17", "Statement": [statement]}


def test_yaml_is_a_policy_for_a_template() -> None:
    told = called("--format", "yaml")

    assert cfn_flip.load_yaml(told.out)["Statement"][0]["Resource"] == [{"Fn::Sub": "${TopicArn}"}]


def test_yaml_for_a_template_names_its_resources() -> None:
    told = called("--format", "yaml", "--template", "template.json")

    assert cfn_flip.load_yaml(told.out)["Statement"][0]["Resource"] == [{"Fn::GetAtt": ["Topic", "TopicArn"]}]
    assert "template.json: Role lacks:" in told.err


def test_a_role_of_a_template_that_lacks_something_is_told_and_still_exit_0() -> None:
    told = called("--template", "template.json")

    assert told.out.splitlines() == [
        "template.json: Role lacks:",
        "  sns:Publish on Topic.TopicArn: not allowed [/States/Tell]",
    ]
    assert told.code == 0


def test_with_detailed_exitcode_a_role_that_differs_is_10() -> None:
    everything = a_role({"Effect": "Allow", "Action": "*", "Resource": "*"})

    assert called("--template", "template.json", "--detailed-exitcode").code == 10
    assert called("--role", ROLE, "--detailed-exitcode", cloud=everything).code == 10


def test_a_role_that_lacks_something_is_refused_when_permissions_are_required() -> None:
    with pytest.raises(Refused, match=r"template\.json: Role lacks what the workflow needs: sns:Publish"):
        called("--template", "template.json", "--require-permissions")


@pytest.mark.parametrize("format_", [["--json"], ["--format", "json"]])
def test_a_refusal_is_one_object_with_all_that_was_compared(
    format_: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["permissions", "orders.asl.json", "--template", "template.json", "--require-permissions", *format_])

    told = json.loads(capsys.readouterr().out)
    assert (code, told["exit_code"]) == (4, 4)
    assert told["error"].endswith("sns:Publish on Topic.TopicArn")
    assert [one["action"] for one in told["missing"]] == ["sns:Publish"]


def test_what_is_no_arn_is_told_before_aws_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["permissions", "orders.asl.json", "--role", "orders"]) == 2
    assert "is not the ARN of a role" in capsys.readouterr().err


def test_a_role_of_the_account_is_compared() -> None:
    cloud = a_role({"Effect": "Allow", "Action": ["sns:Publish", "sns:Subscribe"], "Resource": "arn:aws:sns:::x"})
    told = called("--role", ROLE, "--json", cloud=cloud).value

    assert told["role"] == ROLE
    assert told["missing"] == []
    assert [one["action"] for one in told["excess"]] == ["sns:Subscribe"]
    assert told["policy"]["Statement"][0]["Action"] == ["sns:Publish"]


def test_rights_to_log_are_not_too_much_where_nobody_knows_whether_the_machine_logs() -> None:
    log = {"Effect": "Allow", "Action": ["logs:CreateLogDelivery", "xray:PutTraceSegments"], "Resource": "*"}
    publish = {"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:eu-central-1:1:x"}

    assert called("--role", ROLE, "--json", cloud=a_role(log, publish)).value["excess"] == []


def test_what_is_not_looked_into_is_said() -> None:
    boundary = "arn:aws:iam::111122223333:policy/fence"

    assert (
        f"not looked into: the permissions boundary {boundary}"
        in called("--role", ROLE, cloud=a_role(boundary=boundary)).err
    )


def test_a_role_that_may_not_be_read_ends_the_call() -> None:
    cloud = a_role()
    cloud.roles.fail("find", CloudUnavailable("you may not iam:GetRole"))

    with pytest.raises(CloudUnavailable, match="iam:GetRole"):
        called("--role", ROLE, cloud=cloud)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--role", ROLE), f"there is no role {ROLE}"),
        (("--role", "orders"), "--role orders is not the ARN of a role"),
        (("--role", ROLE, "--template", "template.json"), "--role and --template are both given"),
        (("--require-permissions",), "no role is named to compare with"),
        (("--detailed-exitcode",), "no role is named to compare with"),
        (("--template", "nowhere.json"), "nowhere.json: cannot read the template"),
        (("--template", "template.json", "--resource", "Other"), "template.json has no state machine Other"),
    ],
)
def test_a_call_that_cannot_be_answered_is_a_usage_error(flags: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        called(*flags)


def test_of_several_machines_one_must_be_named(folder: Path) -> None:
    machine = TEMPLATE["Resources"]["Orders"]
    (folder / "two.json").write_text(json.dumps({"Resources": {**TEMPLATE["Resources"], "Second": machine}}), "utf-8")

    with pytest.raises(UsageError, match=r"two\.json has several state machines") as raised:
        called("--template", "two.json")
    assert "Orders, Second" in raised.value.hint


def test_a_role_outside_of_the_template_is_said_to_be_elsewhere(folder: Path) -> None:
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": ROLE}}
    (folder / "elsewhere.json").write_text(json.dumps({"Resources": {"Orders": machine}}), "utf-8")

    assert "the role of Orders is not in this template" in called("--template", "elsewhere.json").err


def test_a_workflow_without_tasks_needs_no_policy(folder: Path) -> None:
    (folder / "orders.asl.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', "utf-8")
    told = called()

    assert told.out == ""
    assert "needs no permissions" in told.err


def test_a_definition_with_errors_is_not_asked(folder: Path) -> None:
    (folder / "orders.asl.json").write_text('{"StartAt": "Nowhere", "States": {}}', "utf-8")

    with pytest.raises(DefinitionInvalid, match="what it needs is not sure"):
        called()


def test_warnings_of_the_definition_are_told_beside(folder: Path) -> None:
    waiting = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish.waitForTaskToken", "End": True}
    waiting["Parameters"] = {"TopicArn": "${TopicArn}", "Message.$": "$$.Task.Token"}
    (folder / "orders.asl.json").write_text(json.dumps({"StartAt": "A", "States": {"A": waiting}}), "utf-8")

    assert "W4" in called().err


def test_a_boundary_of_a_role_in_a_template_is_said_not_to_be_looked_into(folder: Path) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"PermissionsBoundary": "arn:aws:iam::111122223333:policy/limits"}}
    resources = {**TEMPLATE["Resources"], "Role": role}
    (folder / "template.json").write_text(json.dumps({"Resources": resources}), "utf-8")

    assert "permissions boundary arn:aws:iam::111122223333:policy/limits" in called("--template", "template.json").err
