"""What a failing macro looks like from outside, text for text as recorded on AWS."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.contract.cloudformation.deployments import (
    change_set,
    create_stack,
    events,
    macro_template,
    processed,
    queue,
    settled,
)
from tests.contract.cloudformation.probe import PROBE
from tests.local_cloud import LocalCloud

FAILURES = {
    "with a message": ({"Do": "fail", "Message": "no such key"}, "Transform {id} failed with: no such key."),
    "without a message": ({"Do": "fail without a word"}, "Transform {id} failed without an error message.."),
    "by an exception": ({"Do": "raise"}, "Received malformed response from transform {id}."),
    "without an answer": ({"Do": "answer nothing"}, "Received malformed response from transform {id}."),
    "with another request's id": (
        {"Do": "answer another request"},
        "Received malformed response from transform {id}.",
    ),
    "with a string for a template": (
        {"Do": "return", "Fragment": "text"},
        "Template format error: unsupported structure..",
    ),
    "without a fragment": ({"Do": "forget the fragment"}, "Template format error: unsupported structure.."),
    "by making it too large": ({"Do": "enlarge", "Size": 1_000_000}, "Transformation data limit exceeded"),
}


def template(parameters: dict[str, Any]) -> dict[str, Any]:
    return {"Transform": [{"Name": "Probe", "Parameters": parameters}], "Resources": {"Q": queue()}}


MALFORMED = {"Resources": {"Q": "text"}}


def test_a_macro_that_returns_nonsense_does_not_leave_the_change_set_in_progress(
    cloud: LocalCloud, stack_name: str
) -> None:
    made = change_set(cloud, stack_name, template({"Do": "return", "Fragment": MALFORMED}), ChangeSetType="CREATE")
    odd = {"Resources": {"Q": queue()}, "Parameters": [1], "Conditions": "no"}
    worse = change_set(
        cloud, stack_name, template({"Do": "return", "Fragment": odd}), ChangeSetType="CREATE", ChangeSetName="worse"
    )

    assert made["Status"] == worse["Status"] == "FAILED"
    assert made["StatusReason"] == "Template format error: [/Resources/Q] resource definition is malformed"
    assert worse["StatusReason"]


def test_a_macro_that_returns_nonsense_does_not_leave_the_stack_in_progress(cloud: LocalCloud, stack_name: str) -> None:
    stack = create_stack(cloud, stack_name, template({"Do": "return", "Fragment": MALFORMED}))

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"


@pytest.mark.parametrize("operation", ["create_stack", "update_stack", "create_change_set"])
@pytest.mark.parametrize("body", ["", "{", "[]", "text", "a: [", "Resources: {A: 1}"])
def test_what_is_no_template_is_refused(cloud: LocalCloud, stack_name: str, operation: str, body: str) -> None:
    if operation != "create_stack":
        create_stack(cloud, stack_name, {"Resources": {"Q": queue()}})
    options = {"ChangeSetName": "c"} if operation == "create_change_set" else {}

    with pytest.raises((ClientError, ParamValidationError)) as refusal:
        getattr(cloud.client("cloudformation"), operation)(StackName=stack_name, TemplateBody=body, **options)

    assert "InternalError" not in str(refusal.value)


@pytest.mark.parametrize("case", FAILURES)
def test_a_macro_that_fails_fails_the_change_set(cloud: LocalCloud, stack_name: str, case: str) -> None:
    parameters, text = FAILURES[case]

    made = change_set(cloud, stack_name, template(parameters), ChangeSetType="CREATE")

    assert (made["Status"], made["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert made["StatusReason"] == text.format(id=f"{cloud.account}::Probe")
    assert made["Changes"] == []


def test_a_macro_that_fails_rolls_a_new_stack_back(cloud: LocalCloud, stack_name: str) -> None:
    stack = create_stack(cloud, stack_name, template({"Do": "fail", "Message": "no such key"}))

    reason = f"Transform {cloud.account}::Probe failed with: no such key. Rollback requested by user."
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert (stack_name, "ROLLBACK_IN_PROGRESS", reason) in events(cloud, stack_name)


def test_a_macro_that_fails_leaves_an_updated_stack_as_it_was(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    create_stack(cloud, stack_name, {"Resources": {"Q": queue("untouched")}})
    broken = template({"Do": "fail", "Message": "no such key"})

    client.update_stack(
        StackName=stack_name, TemplateBody=str(broken).replace("'", '"'), Capabilities=["CAPABILITY_AUTO_EXPAND"]
    )

    assert settled(cloud, stack_name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert client.get_template(StackName=stack_name)["TemplateBody"] == {"Resources": {"Q": queue("untouched")}}


@pytest.mark.parametrize(
    "transform", [{"Name": {"Ref": "Which"}}, [{"Name": {"Ref": "Which"}}], [{"Parameters": {}}]], ids=str
)
def test_the_name_of_a_macro_is_a_literal(cloud: LocalCloud, stack_name: str, transform: Any) -> None:
    parameters = {"Which": {"Type": "String", "Default": "Probe"}}
    body = {"Transform": transform, "Parameters": parameters, "Resources": {"Q": queue()}}

    made = change_set(cloud, stack_name, body, ChangeSetType="CREATE")

    assert (made["Status"], made["StatusReason"]) == (
        "FAILED",
        "Key Name of transform definition must be a string.",
    )


def test_the_name_of_a_nested_macro_is_a_literal(cloud: LocalCloud, stack_name: str) -> None:
    nested = {"Fn::Transform": {"Name": {"Ref": "AWS::Region"}}}

    made = change_set(cloud, stack_name, {"Resources": {"Q": queue(name=nested)}}, ChangeSetType="CREATE")

    assert made["StatusReason"] == "Key Name of transform definition must be a string."


def test_a_macro_that_breaks_the_template_fails_the_change_set(cloud: LocalCloud, stack_name: str) -> None:
    made = change_set(cloud, stack_name, template({"Do": "return", "Fragment": {}}), ChangeSetType="CREATE")

    assert made["Status"] == "FAILED"
    assert made["StatusReason"] == "Template format error: At least one Resources member must be defined."


def test_roles_that_a_macro_adds_need_the_capability(cloud: LocalCloud, stack_name: str) -> None:
    body = template({"Do": "add a role"})

    refused = change_set(cloud, stack_name, body, ChangeSetType="CREATE", Capabilities=[])
    made = change_set(cloud, stack_name, body, ChangeSetType="CREATE", ChangeSetName="with")

    assert (refused["Status"], refused["StatusReason"]) == ("FAILED", "Requires capabilities : [CAPABILITY_IAM]")
    assert "R" in processed(cloud, made["ChangeSetId"])["Resources"]


@pytest.mark.parametrize("operation", ["create_stack", "update_stack"])
def test_stack_operations_with_macros_need_auto_expand(cloud: LocalCloud, stack_name: str, operation: str) -> None:
    if operation == "update_stack":
        create_stack(cloud, stack_name, {"Resources": {"Q": queue()}})

    with pytest.raises(ClientError) as refusal:
        getattr(cloud.client("cloudformation"), operation)(
            StackName=stack_name, TemplateBody='{"Transform": "Probe", "Resources": {}}'
        )

    error = refusal.value.response["Error"]
    assert error["Code"] == "InsufficientCapabilitiesException"
    assert error["Message"] == "Requires capabilities : [CAPABILITY_AUTO_EXPAND]"


def test_change_sets_with_macros_need_no_capability(cloud: LocalCloud, stack_name: str) -> None:
    made = change_set(cloud, stack_name, template({}), ChangeSetType="CREATE", Capabilities=[])

    assert made["Status"] == "CREATE_COMPLETE"


def test_the_name_of_a_macro_is_unique_in_its_account(cloud: LocalCloud, stack_name: str) -> None:
    stack = create_stack(cloud, stack_name, macro_template(PROBE, "Probe"))

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("Macro with name Probe already exists" in reason for _, _, reason in events(cloud, stack_name))
