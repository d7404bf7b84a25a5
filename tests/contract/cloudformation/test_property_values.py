"""IncludePropertyValues: what each resource and property of a change set was and will be."""

from __future__ import annotations

import json
from typing import Any

from tests.contract.cloudformation.deployments import change_set, create_stack, execute, queue
from tests.local_cloud import LocalCloud

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"


def parameter(value: Any, **others: Any) -> dict[str, Any]:
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value, **others}}


def described(cloud: LocalCloud, change_set_id: str) -> dict[str, dict[str, Any]]:
    """Return the changes by logical id, contexts parsed."""
    answer = cloud.client("cloudformation").describe_change_set(ChangeSetName=change_set_id, IncludePropertyValues=True)
    changes = {change["ResourceChange"]["LogicalResourceId"]: change["ResourceChange"] for change in answer["Changes"]}
    for change in changes.values():
        for name in {"BeforeContext", "AfterContext"} & change.keys():
            change[name] = json.loads(change[name])["Properties"]
    return changes


def test_a_modified_property_shows_both_values(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, {"Resources": {"P": parameter("a < b", Description="kept")}})

    made = change_set(cloud, stack_name, {"Resources": {"P": parameter("b & c", Description="kept", Tier="Standard")}})
    (change,) = described(cloud, made["ChangeSetId"]).values()

    assert change["BeforeContext"] == {"Type": "String", "Value": "a < b", "Description": "kept"}
    assert change["AfterContext"] == {**change["BeforeContext"], "Value": "b & c", "Tier": "Standard"}
    targets = {detail["Target"]["Name"]: detail["Target"] for detail in change["Details"]}
    assert targets["Value"] == {
        "Attribute": "Properties",
        "Name": "Value",
        "RequiresRecreation": "Never",
        "Path": "/Properties/Value",
        "BeforeValue": "a < b",
        "AfterValue": "b & c",
        "AttributeChangeType": "Modify",
    }
    assert (targets["Tier"]["AttributeChangeType"], targets["Tier"]["AfterValue"]) == ("Add", "Standard")
    assert "BeforeValue" not in targets["Tier"]


def test_nothing_is_told_unasked(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, {"Resources": {"P": parameter("a")}})

    change = change_set(cloud, stack_name, {"Resources": {"P": parameter("b")}})["Changes"][0]["ResourceChange"]

    assert not {"BeforeContext", "AfterContext"} & change.keys()
    assert not {"Path", "BeforeValue", "AfterValue"} & change["Details"][0]["Target"].keys()


def test_added_and_removed_resources_have_one_side(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, {"Resources": {"Old": parameter("old"), "Kept": parameter("kept")}})

    made = change_set(cloud, stack_name, {"Resources": {"New": parameter("new"), "Kept": parameter("kept")}})
    changes = described(cloud, made["ChangeSetId"])

    assert changes["New"]["AfterContext"] == {"Type": "String", "Value": "new"}
    assert changes["Old"]["BeforeContext"] == {"Type": "String", "Value": "old"}
    assert "BeforeContext" not in changes["New"]
    assert "AfterContext" not in changes["Old"]


def test_what_only_the_deployment_knows_is_marked(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, {"Resources": {"P": parameter("a"), "Old": parameter("old")}})
    after = {
        "P": parameter({"Fn::Sub": "${Q.Arn} and ${Old}"}, Description={"Ref": "Old"}),
        "Old": parameter("old"),
        "Q": queue(stack_name[:60], DelaySeconds=5),
    }

    made = change_set(cloud, stack_name, {"Resources": after})
    changes = described(cloud, made["ChangeSetId"])

    assert changes["P"]["AfterContext"]["Value"] == UNKNOWN
    resource = cloud.client("cloudformation").describe_stack_resource(StackName=stack_name, LogicalResourceId="Old")
    assert changes["P"]["AfterContext"]["Description"] == resource["StackResourceDetail"]["PhysicalResourceId"]
    assert changes["Q"]["AfterContext"]["DelaySeconds"] == "5"


def test_the_values_stay_those_of_the_moment_the_change_set_was_made(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, {"Resources": {"P": parameter("a")}})
    made = change_set(cloud, stack_name, {"Resources": {"P": parameter("b")}})

    execute(cloud, made["ChangeSetId"])

    (change,) = described(cloud, made["ChangeSetId"]).values()
    assert (change["BeforeContext"]["Value"], change["AfterContext"]["Value"]) == ("a", "b")


def test_what_a_macro_made_is_shown(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, {"Resources": {"P": parameter("a")}})
    answer = {"Do": "return", "Fragment": {"Resources": {"P": parameter("by the macro")}}}
    template = {"Transform": [{"Name": "Probe", "Parameters": answer}], "Resources": {"P": parameter("x")}}

    made = change_set(cloud, stack_name, template)

    assert described(cloud, made["ChangeSetId"])["P"]["AfterContext"]["Value"] == "by the macro"
