"""
What stacks and change sets tell of themselves.

Fields, and which of them are left out, are those that AWS gave LocalStack's tests: test_changesets.snapshot.json
(2022-05-31 to 2025-10-10) and test_change_set_ref.snapshot.json (2025-04-08) of localstack/localstack.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.cloudformation.deployments import change_set, create_stack, execute, settled
from tests.local_cloud import LocalCloud

PARAMETER = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "a"}}
TEMPLATE = {"Resources": {"P": PARAMETER}}
TOPICS = ["arn:aws:sns:eu-central-1:111122223333:one", "arn:aws:sns:eu-central-1:111122223333:two"]
ALARM = {"Arn": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:a", "Type": "AWS::CloudWatch::Alarm"}
ROLLBACK = {"MonitoringTimeInMinutes": 5, "RollbackTriggers": [ALARM]}


def of_value(value: str) -> dict[str, Any]:
    return {"Resources": {"P": {**PARAMETER, "Properties": {**PARAMETER["Properties"], "Value": value}}}}  # type: ignore[dict-item]


def stack_of(cloud: LocalCloud, name: str) -> dict[str, Any]:
    found: dict[str, Any] = cloud.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    return found


def test_a_stack_under_review_says_so_and_was_never_updated(cloud: LocalCloud, stack_name: str) -> None:
    made = change_set(cloud, stack_name, TEMPLATE, ChangeSetType="CREATE", Capabilities=[])

    found = stack_of(cloud, stack_name)

    assert found.keys() == {
        "CreationTime", "DisableRollback", "DriftInformation", "EnableTerminationProtection", "NotificationARNs",
        "RollbackConfiguration", "StackId", "StackName", "StackStatus", "StackStatusReason", "Tags",
    }  # fmt: skip
    assert (found["StackStatus"], found["StackStatusReason"]) == ("REVIEW_IN_PROGRESS", "User Initiated")
    cloud.client("cloudformation").delete_change_set(ChangeSetName=made["ChangeSetId"])
    assert stack_of(cloud, stack_name)["StackStatus"] == "REVIEW_IN_PROGRESS"


def test_a_change_set_tells_what_it_has_and_leaves_out_what_it_has_not(cloud: LocalCloud, stack_name: str) -> None:
    made = change_set(cloud, stack_name, TEMPLATE, ChangeSetType="CREATE", Capabilities=[])
    made.pop("ResponseMetadata")

    (summary,) = cloud.client("cloudformation").list_change_sets(StackName=stack_name)["Summaries"]

    assert made.keys() == {
        "Capabilities", "ChangeSetId", "ChangeSetName", "Changes", "CreationTime", "ExecutionStatus",
        "IncludeNestedStacks", "NotificationARNs", "RollbackConfiguration", "StackId", "StackName", "Status",
    }  # fmt: skip
    assert summary.keys() == {
        "StackId", "StackName", "ChangeSetId", "ChangeSetName", "ExecutionStatus", "Status", "CreationTime",
        "IncludeNestedStacks",
    }  # fmt: skip
    assert (made["NotificationARNs"], made["RollbackConfiguration"], made["IncludeNestedStacks"]) == ([], {}, False)


def test_settings_stay_with_the_stack_until_others_are_given(cloud: LocalCloud, stack_name: str) -> None:
    settings = {"NotificationARNs": TOPICS, "RollbackConfiguration": ROLLBACK, "Tags": [{"Key": "team", "Value": "a"}]}
    create_stack(cloud, stack_name, TEMPLATE, **settings)

    kept = change_set(cloud, stack_name, of_value("b"), ChangeSetName="kept")
    after_kept = execute(cloud, kept["ChangeSetId"])
    given = change_set(cloud, stack_name, of_value("c"), ChangeSetName="given", NotificationARNs=TOPICS[:1])
    after_given = execute(cloud, given["ChangeSetId"])

    assert kept["NotificationARNs"] == []
    assert {name: after_kept[name] for name in settings} == settings
    assert given["NotificationARNs"] == TOPICS[:1]
    assert after_given["NotificationARNs"] == TOPICS[:1]
    assert after_given["RollbackConfiguration"] == ROLLBACK


def test_new_resources_are_told_with_their_values_and_only_then_as_replacements(
    cloud: LocalCloud, stack_name: str
) -> None:
    made = change_set(cloud, stack_name, TEMPLATE, ChangeSetType="CREATE")

    answer = cloud.client("cloudformation").describe_change_set(
        ChangeSetName=made["ChangeSetId"], IncludePropertyValues=True
    )

    assert "Replacement" not in made["Changes"][0]["ResourceChange"]
    change = answer["Changes"][0]["ResourceChange"]
    assert change["Replacement"] == "True"
    assert json.loads(change["AfterContext"]) == {"Properties": PARAMETER["Properties"]}


@pytest.mark.parametrize("verb", ["describe_change_set", "delete_change_set", "execute_change_set"])
def test_a_change_set_is_named_by_its_arn_or_with_its_stack(cloud: LocalCloud, stack_name: str, verb: str) -> None:
    # test_delete_change_set_exception, 2025-07-21; test_describe_change_set_nonexisting, 2025-03-11
    call = getattr(cloud.client("cloudformation"), verb)

    with pytest.raises(ClientError) as alone:
        call(ChangeSetName="c")
    with pytest.raises(ClientError) as elsewhere:
        call(ChangeSetName="c", StackName="nostack")

    needed = "StackName must be specified if ChangeSetName is not specified as an ARN."
    assert alone.value.response["Error"]["Message"] == needed
    assert elsewhere.value.response["Error"]["Message"] == "Stack [nostack] does not exist"


def test_a_deleted_stack_is_told_by_its_id_only(cloud: LocalCloud, stack_name: str) -> None:
    stack = create_stack(cloud, stack_name, TEMPLATE)["StackId"]

    cloud.client("cloudformation").delete_stack(StackName=stack_name)

    assert settled(cloud, stack)["StackStatus"] == "DELETE_COMPLETE"
