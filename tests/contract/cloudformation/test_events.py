"""
What an operation tells, event by event.

Order, statuses and reasons are those that AWS gave LocalStack's tests (tests/aws/services/cloudformation of
localstack/localstack, recorded between April and August 2025), as named with each case.
"""

from __future__ import annotations

import json
from typing import Any

from tests.contract.cloudformation.deployments import change_set, create_stack, described, execute, queue, settled
from tests.local_cloud import LocalCloud

REPLACING = "Requested update requires the creation of a new physical resource; hence creating one."
Told = list[tuple[str, str, str]]


def parameter(value: Any, **others: Any) -> dict[str, Any]:
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value, **others}}


def told(cloud: LocalCloud, stack: str, *, after: int = 0) -> list[dict[str, Any]]:
    """Return the events of a stack, oldest first, without the first *after*."""
    pages = cloud.client("cloudformation").get_paginator("describe_stack_events").paginate(StackName=stack)
    return [event for page in pages for event in page["StackEvents"]][::-1][after:]


def of_resources(events: list[dict[str, Any]], stack: str) -> Told:
    return [
        (one["LogicalResourceId"], one["ResourceStatus"], one.get("ResourceStatusReason", ""))
        for one in events
        if one["LogicalResourceId"] != stack
    ]


def of_stack(events: list[dict[str, Any]], stack: str) -> list[str]:
    return [one["ResourceStatus"] for one in events if one["LogicalResourceId"] == stack]


def updated(cloud: LocalCloud, stack: str, before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events of an update of a new stack."""
    create_stack(cloud, stack, {"Resources": before})
    known = len(told(cloud, stack))
    execute(cloud, change_set(cloud, stack, {"Resources": after})["ChangeSetId"])
    return told(cloud, stack, after=known)


def test_a_new_resource_is_told_three_times(cloud: LocalCloud, stack_name: str) -> None:
    # test_change_set_ref, test_direct_attribute_value_change: the second event has the physical id
    create_stack(cloud, stack_name, {"Resources": {"P": parameter("a")}})

    events = [event for event in told(cloud, stack_name) if event["LogicalResourceId"] == "P"]

    assert of_resources(events, stack_name) == [
        ("P", "CREATE_IN_PROGRESS", ""),
        ("P", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
        ("P", "CREATE_COMPLETE", ""),
    ]
    assert [bool(event["PhysicalResourceId"]) for event in events] == [False, True, True]


def test_a_changed_resource_is_told_twice_with_its_id(cloud: LocalCloud, stack_name: str) -> None:
    # test_change_set_ref, test_direct_attribute_value_change
    events = updated(cloud, stack_name, {"P": parameter("a")}, {"P": parameter("b")})

    assert of_resources(events, stack_name) == [("P", "UPDATE_IN_PROGRESS", ""), ("P", "UPDATE_COMPLETE", "")]
    assert len({one["PhysicalResourceId"] for one in events if one["LogicalResourceId"] == "P"}) == 1
    assert of_stack(events, stack_name) == [
        "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE",
    ]  # fmt: skip


def test_a_resource_that_turns_out_to_be_as_it_was_is_not_told(cloud: LocalCloud, stack_name: str) -> None:
    # test_change_sets, test_unrelated_changes_update_propagation: listed as Modify, Dynamic, and then nothing
    second = parameter({"Fn::GetAtt": ["First", "Value"]})
    create_stack(cloud, stack_name, {"Resources": {"First": parameter("a"), "Second": second}})
    known = len(told(cloud, stack_name))

    body = {"Resources": {"First": parameter("a", Description="new"), "Second": second}}
    made = change_set(cloud, stack_name, body)
    execute(cloud, made["ChangeSetId"])

    listed = {one["ResourceChange"]["LogicalResourceId"]: one["ResourceChange"] for one in made["Changes"]}
    assert {detail["Evaluation"] for detail in listed["Second"]["Details"]} == {"Dynamic"}
    assert {name for name, _, _ in of_resources(told(cloud, stack_name, after=known), stack_name)} == {"First"}


def test_a_replaced_resource_is_made_and_the_one_before_deleted_in_the_cleanup(
    cloud: LocalCloud, stack_name: str
) -> None:
    # test_change_set_fn_get_attr, test_immutable_property_update_causes_resource_replacement
    name = stack_name[:60]
    events = updated(cloud, stack_name, {"Q": queue(f"{name}1")}, {"Q": queue(f"{name}2")})

    assert of_resources(events, stack_name) == [
        ("Q", "UPDATE_IN_PROGRESS", REPLACING),
        ("Q", "UPDATE_IN_PROGRESS", "Resource creation Initiated"),
        ("Q", "UPDATE_COMPLETE", ""),
        ("Q", "DELETE_IN_PROGRESS", ""),
        ("Q", "DELETE_COMPLETE", ""),
    ]
    order = [one["ResourceStatus"] for one in events]
    assert order.index("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS") == order.index("DELETE_IN_PROGRESS") - 1
    ids = [one["PhysicalResourceId"] for one in events if one["LogicalResourceId"] == "Q"]
    assert ids[0] == ids[3] == ids[4]
    assert ids[1] == ids[2] != ids[0]


def test_added_and_removed_resources_are_told_as_such(cloud: LocalCloud, stack_name: str) -> None:
    # test_change_set_ref, test_resource_addition; test_change_set_fn_get_attr, test_resource_deletion
    kept = {"Kept": parameter("kept")}
    events = updated(cloud, stack_name, {**kept, "Old": parameter("old")}, {**kept, "New": parameter("new")})

    assert of_resources(events, stack_name) == [
        ("New", "CREATE_IN_PROGRESS", ""),
        ("New", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
        ("New", "CREATE_COMPLETE", ""),
        ("Old", "DELETE_IN_PROGRESS", ""),
        ("Old", "DELETE_COMPLETE", ""),
    ]
    resources = cloud.client("cloudformation").describe_stack_resources(StackName=stack_name)["StackResources"]
    assert {one["LogicalResourceId"]: one["ResourceStatus"] for one in resources} == {
        "Kept": "CREATE_COMPLETE",
        "New": "CREATE_COMPLETE",
    }


def test_a_failed_update_is_told_to_the_end_of_its_rollback(cloud: LocalCloud, stack_name: str) -> None:
    # the texts of the stack's own events: MiniStack's recordings of 2026; the order: AWS's guide view-stack-events
    before = {"A": parameter("a"), "B": {**queue(stack_name[:60]), "DependsOn": "A"}}
    broken = {"A": parameter("b"), "B": {**queue(stack_name[:60], DelaySeconds=9999), "DependsOn": "A"}}

    events = updated(cloud, stack_name, before, broken)

    assert [(one["LogicalResourceId"], one["ResourceStatus"]) for one in events] == [
        (stack_name, "UPDATE_IN_PROGRESS"),
        ("A", "UPDATE_IN_PROGRESS"),
        ("A", "UPDATE_COMPLETE"),
        ("B", "UPDATE_IN_PROGRESS"),
        ("B", "UPDATE_FAILED"),
        (stack_name, "UPDATE_ROLLBACK_IN_PROGRESS"),
        ("A", "UPDATE_IN_PROGRESS"),
        ("A", "UPDATE_COMPLETE"),
        ("B", "UPDATE_COMPLETE"),
        (stack_name, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"),
        (stack_name, "UPDATE_ROLLBACK_COMPLETE"),
    ]
    assert events[5]["ResourceStatusReason"].strip() == "The following resource(s) failed to update: [B]."


def test_an_update_that_somebody_cancels_rolls_back(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    create_stack(cloud, stack_name, {"Resources": {"A": parameter("a")}})
    known = len(told(cloud, stack_name))

    client.update_stack(StackName=stack_name, TemplateBody=json.dumps({"Resources": {"A": parameter("b")}}))
    client.cancel_update_stack(StackName=stack_name)

    assert settled(cloud, stack_name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert of_stack(told(cloud, stack_name, after=known), stack_name) == [
        "UPDATE_IN_PROGRESS",
        "UPDATE_ROLLBACK_IN_PROGRESS",
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        "UPDATE_ROLLBACK_COMPLETE",
    ]


def test_an_executed_change_set_stays_to_be_described(cloud: LocalCloud, stack_name: str) -> None:
    # test_changesets, test_name_conflicts: Status CREATE_COMPLETE, ExecutionStatus EXECUTE_COMPLETE
    create_stack(cloud, stack_name, {"Resources": {"P": parameter("a")}})
    made = change_set(cloud, stack_name, {"Resources": {"P": parameter("b")}})

    execute(cloud, made["ChangeSetId"])

    found = described(cloud, made["ChangeSetId"])
    assert (found["Status"], found["ExecutionStatus"]) == ("CREATE_COMPLETE", "EXECUTE_COMPLETE")
