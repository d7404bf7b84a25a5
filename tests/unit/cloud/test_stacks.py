"""CloudFormation's pages, and what is sent to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.cloud.stubbed import stubbed
from workflow_updater.cloud.aws.answers import change_set_arguments
from workflow_updater.cloud.aws.stacks import AwsStacks
from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.core.change.model import ChangeDetail, ResourceChange
from workflow_updater.errors import CloudUnavailable, Refused

STACK = "arn:aws:cloudformation:eu-central-1:111122223333:stack/orders/0a1b"
CHANGE_SET = "arn:aws:cloudformation:eu-central-1:111122223333:changeSet/push/2c3d"


def page_of_changes(*logical_ids: str, token: str = "") -> dict[str, Any]:
    changes = [
        {
            "Type": "Resource",
            "ResourceChange": {
                "Action": "Modify",
                "LogicalResourceId": logical_id,
                "ResourceType": "AWS::StepFunctions::StateMachine",
                "Replacement": "False",
                "Scope": ["Properties"],
                "Details": [{"Target": {"Attribute": "Properties", "Name": "DefinitionString"}}],
            },
        }
        for logical_id in logical_ids
    ]
    page = {"ChangeSetId": CHANGE_SET, "ChangeSetName": "push", "StackId": STACK, "Status": "CREATE_COMPLETE"}
    return page | {"Changes": changes} | ({"NextToken": token} if token else {})


def test_a_change_is_told_with_all_that_the_review_looks_at() -> None:
    target = {
        "Attribute": "Properties",
        "Name": "DefinitionString",
        "RequiresRecreation": "Never",
        "Path": "/Properties/DefinitionString",
        "BeforeValue": "{}",
        "AfterValue": "{}",
        "AttributeChangeType": "Modify",
    }
    page = page_of_changes("Orders")
    page["Changes"][0]["ResourceChange"] |= {
        "PhysicalResourceId": "arn:orders",
        "Scope": ["Properties", "Tags"],
        "Details": [
            {
                "Target": target,
                "Evaluation": "Dynamic",
                "ChangeSource": "ResourceAttribute",
                "CausingEntity": "Reserve.Arn",
            }
        ],
    }
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("describe_change_set", page)

        (change,) = AwsStacks(clients).change_set(CHANGE_SET).changes

    path = "/Properties/DefinitionString"
    detail = ChangeDetail(
        "Properties", "DefinitionString", "Never", path, "Dynamic", "ResourceAttribute", "Reserve.Arn"
    )
    machine = "AWS::StepFunctions::StateMachine"
    expected = ResourceChange("Orders", machine, "Modify", "False", ("Properties", "Tags"), (detail,), "arn:orders")
    assert expected == change


def event(number: int, status: str, *, token: str = "push", physical_id: str = STACK) -> dict[str, Any]:
    return {
        "StackId": STACK,
        "StackName": "orders",
        "EventId": f"event-{number}",
        "Timestamp": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
        "ResourceStatus": status,
        "PhysicalResourceId": physical_id,
        "ClientRequestToken": token,
    }


def test_a_change_set_is_read_on_all_pages() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("describe_change_set", page_of_changes("A", token="2"), {"ChangeSetName": CHANGE_SET})
        stubber.add_response(
            "describe_change_set", page_of_changes("B", token="3"), {"ChangeSetName": CHANGE_SET, "NextToken": "2"}
        )
        stubber.add_response(
            "describe_change_set", page_of_changes("C"), {"ChangeSetName": CHANGE_SET, "NextToken": "3"}
        )

        changes = AwsStacks(clients).change_set(CHANGE_SET).changes

    assert ["A", "B", "C"] == [change.logical_id for change in changes]


def test_a_kind_of_change_that_nobody_knows_yet_is_not_dropped() -> None:
    page = page_of_changes("A")
    page["Changes"].append({"Type": "Resource"})
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("describe_change_set", page)

        changes = AwsStacks(clients).change_set(CHANGE_SET).changes

    assert ["A", "?"] == [change.logical_id for change in changes]


def test_what_a_change_set_says_of_the_whole_stack_can_be_compared_with_the_stack() -> None:
    topics = ["arn:aws:sns:eu-central-1:111122223333:b", "arn:aws:sns:eu-central-1:111122223333:a"]
    trigger = {"Arn": "arn:alarm", "Type": "AWS::CloudWatch::Alarm"}
    told = {
        "Tags": [{"Key": "team", "Value": "orders"}, {"Key": "cost", "Value": "7"}],
        "NotificationARNs": topics,
        "RollbackConfiguration": {"RollbackTriggers": [trigger], "MonitoringTimeInMinutes": 5},
    }
    turned = {
        "Tags": told["Tags"][::-1],
        "NotificationARNs": topics[::-1],
        "RollbackConfiguration": dict(reversed(told["RollbackConfiguration"].items())),
    }
    stack = {
        "StackName": "orders",
        "StackId": STACK,
        "StackStatus": "CREATE_COMPLETE",
        "CreationTime": datetime.now(UTC),
    }
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("describe_change_set", page_of_changes("A") | told)
        stubber.add_response("describe_stacks", {"Stacks": [stack | turned]})

        of_change_set, found = AwsStacks(clients).change_set(CHANGE_SET).settings, AwsStacks(clients).describe("orders")

    assert found is not None
    assert found.settings == of_change_set
    assert {"Tags", "NotificationARNs", "RollbackConfiguration"} == set(of_change_set)


def test_what_is_empty_is_no_setting() -> None:
    empty: dict[str, Any] = {
        "Tags": [],
        "NotificationARNs": [],
        "RollbackConfiguration": {"MonitoringTimeInMinutes": 0},
    }
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("describe_change_set", page_of_changes("A") | empty)

        assert {} == AwsStacks(clients).change_set(CHANGE_SET).settings


def test_a_change_set_is_asked_for_without_what_would_replace_a_setting_of_the_stack() -> None:
    request = ChangeSetRequest("orders", "push", {"Size": None}, template_body="{}", description="d", token="t")

    assert {
        *("StackName", "ChangeSetName", "ChangeSetType", "Parameters", "Capabilities"),
        *("TemplateBody", "Description", "ClientToken"),
    } == set(change_set_arguments(request))


def test_events_are_read_down_to_the_first_of_the_operation() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        newest = [event(9, "UPDATE_COMPLETE"), event(8, "UPDATE_COMPLETE", physical_id="machine")]
        oldest = [event(7, "UPDATE_IN_PROGRESS"), event(6, "CREATE_COMPLETE", token="before")]
        stubber.add_response("describe_stack_events", {"StackEvents": newest, "NextToken": "2"}, {"StackName": STACK})
        stubber.add_response(
            "describe_stack_events",
            {"StackEvents": oldest, "NextToken": "3"},  # the third page is never asked for
            {"StackName": STACK, "NextToken": "2"},
        )

        events = AwsStacks(clients).events(STACK, token="push")

    assert ["event-7", "event-8", "event-9"] == [one.id for one in events]


def test_an_operation_that_has_not_begun_costs_one_page() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        old = {"StackEvents": [event(6, "CREATE_COMPLETE", token="before")], "NextToken": "2"}
        stubber.add_response("describe_stack_events", old)

        assert [] == AwsStacks(clients).events(STACK, token="push")


def test_an_operation_is_found_behind_more_than_a_page_of_others() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        pages = [
            [event(9, "UPDATE_COMPLETE", token="after"), event(8, "UPDATE_IN_PROGRESS", token="after")],
            [event(7, "UPDATE_COMPLETE"), event(6, "UPDATE_IN_PROGRESS")],
        ]
        for number, page in enumerate(pages):
            stubber.add_response("describe_stack_events", {"StackEvents": page, "NextToken": str(number)})

        events = AwsStacks(clients).events(STACK, token="push", since=event(5, "CREATE_COMPLETE")["Timestamp"])

    assert ["event-6", "event-7"] == [one.id for one in events]


def test_an_operation_is_not_looked_for_before_it_can_have_begun() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        old = {"StackEvents": [event(6, "CREATE_COMPLETE", token="before")], "NextToken": "2"}
        stubber.add_response("describe_stack_events", old)

        assert [] == AwsStacks(clients).events(STACK, token="push", since=event(7, "UPDATE_COMPLETE")["Timestamp"])


def test_execution_names_the_exact_change_set_and_always_rolls_back() -> None:
    sent = {"ChangeSetName": CHANGE_SET, "ClientRequestToken": "push", "DisableRollback": False}
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("execute_change_set", {}, sent)

        AwsStacks(clients).execute(CHANGE_SET, token="push")

        stubber.assert_no_pending_responses()  # it was asked for, with exactly these parameters


def test_the_request_says_exactly_what_it_was_asked_for() -> None:
    request = ChangeSetRequest(
        stack="orders",
        name="push",
        parameters={"Location": "s3://bucket/key", "Kept": None},
        capabilities=("CAPABILITY_IAM",),
        template_url="https://s3.eu-central-1.amazonaws.com/bucket/template",
        token="push",
    )
    sent = {
        "StackName": "orders",
        "ChangeSetName": "push",
        "ChangeSetType": "UPDATE",
        "Parameters": [
            {"ParameterKey": "Location", "ParameterValue": "s3://bucket/key"},
            {"ParameterKey": "Kept", "UsePreviousValue": True},
        ],
        "Capabilities": ["CAPABILITY_IAM"],
        "TemplateURL": "https://s3.eu-central-1.amazonaws.com/bucket/template",
        "ClientToken": "push",
    }
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("create_change_set", {"Id": CHANGE_SET, "StackId": STACK}, sent)

        assert CHANGE_SET == AwsStacks(clients).create_change_set(request)


def test_a_template_that_no_macro_touched_is_refused() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("get_template", {"TemplateBody": "Resources: {}"})

        with pytest.raises(Refused, match="no macro ran"):
            AwsStacks(clients).processed_template(CHANGE_SET)


def test_the_template_of_a_change_set_is_read_as_the_macros_left_it() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        asked = {"ChangeSetName": CHANGE_SET, "TemplateStage": "Processed"}
        stubber.add_response("get_template", {"TemplateBody": '{"Resources": {}}'}, asked)

        assert {"Resources": {}} == AwsStacks(clients).processed_template(CHANGE_SET)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ChangeSetNotFound", "ChangeSet [push] does not exist"),
        ("ValidationError", "ChangeSet [push] does not exist"),
        ("ValidationError", "Stack [orders] does not exist"),
    ],
)
def test_a_change_set_that_is_not_there_is_none_and_may_be_deleted(code: str, message: str) -> None:
    with stubbed("cloudformation") as (clients, stubber):
        asked = {"StackName": "orders", "ChangeSetName": "push"}
        stubber.add_client_error("describe_change_set", code, message, http_status_code=400, expected_params=asked)
        stubber.add_client_error("delete_change_set", code, message, http_status_code=400)

        assert AwsStacks(clients).find_change_set("orders", "push") is None
        AwsStacks(clients).delete_change_set(CHANGE_SET)


def test_a_change_set_that_may_not_be_looked_for_is_not_none() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_client_error("describe_change_set", "AccessDenied", "no", http_status_code=403)

        with pytest.raises(CloudUnavailable):
            AwsStacks(clients).find_change_set("orders", "push")


def test_the_template_of_a_stack_is_read_as_it_was_given() -> None:
    with stubbed("cloudformation") as (clients, stubber):
        asked = {"StackName": "orders", "TemplateStage": "Original"}
        stubber.add_response("get_template", {"TemplateBody": '{"Resources":  {}}'}, asked)

        assert '{"Resources":  {}}' == AwsStacks(clients).original_template("orders")


def test_what_a_change_leaves_open_is_not_filled_in() -> None:
    page = page_of_changes("Orders")
    page["Changes"][0]["ResourceChange"] = {
        "Action": "Add",
        "LogicalResourceId": "Orders",
        "ResourceType": "AWS::SQS::Queue",
    }
    with stubbed("cloudformation") as (clients, stubber):
        stubber.add_response("describe_change_set", page)

        (change,) = AwsStacks(clients).change_set(CHANGE_SET).changes

    assert ResourceChange("Orders", "AWS::SQS::Queue", "Add", "", (), ()) == change
