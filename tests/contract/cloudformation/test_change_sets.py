"""Change sets: made in the background, described, executed, refused as on AWS."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.cloudformation.deployments import (
    change_set,
    create_stack,
    described,
    events,
    execute,
    processed,
    queue,
    settled,
)
from tests.local_cloud import LocalCloud

NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."


def plain(delay: int = 0, name: str = "q") -> dict[str, Any]:
    return {"Resources": {"Q": queue(name, DelaySeconds=delay)}}


def error(refusal: pytest.ExceptionInfo[ClientError]) -> tuple[str, str]:
    found = refusal.value.response["Error"]
    return found["Code"], found["Message"]


@pytest.mark.parametrize("transform", [{}, {"Transform": "Probe"}], ids=["plain", "macro"])
def test_a_change_set_is_made_after_the_answer(cloud: LocalCloud, stack_name: str, transform: dict[str, str]) -> None:
    client = cloud.client("cloudformation")

    body = json.dumps({**transform, **plain()})
    made = client.create_change_set(StackName=stack_name, ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=body)
    at_once = client.describe_change_set(ChangeSetName=made["Id"])
    later = described(cloud, made["Id"])

    assert at_once["Status"] in ("CREATE_PENDING", "CREATE_IN_PROGRESS")
    assert (at_once["ExecutionStatus"], at_once["Changes"]) == ("UNAVAILABLE", [])
    assert (later["Status"], later["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")
    assert [change["ResourceChange"]["Action"] for change in later["Changes"]] == ["Add"]
    assert later["StackId"] == at_once["StackId"] == made["StackId"]


def test_a_new_stack_is_under_review_until_its_change_set_is_executed(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    made = change_set(cloud, stack_name, {"Transform": "Probe", **plain()}, ChangeSetType="CREATE")
    review = client.describe_stacks(StackName=stack_name)["Stacks"][0]

    stack = execute(cloud, made["ChangeSetId"])

    assert review["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert stack["StackId"] == review["StackId"] == made["StackId"]
    assert [status for _, status, _ in events(cloud, stack_name)] == [
        "REVIEW_IN_PROGRESS", *["CREATE_IN_PROGRESS"] * 3, *["CREATE_COMPLETE"] * 2,
    ]  # fmt: skip
    assert client.describe_change_set(ChangeSetName=made["ChangeSetId"])["ExecutionStatus"] == "EXECUTE_COMPLETE"


def test_all_change_sets_of_a_new_stack_are_of_one_stack(cloud: LocalCloud, stack_name: str) -> None:
    options = {"ChangeSetType": "CREATE"}

    first = change_set(cloud, stack_name, plain(), ChangeSetName="first", **options)
    second = change_set(cloud, stack_name, {"Transform": "Probe", **plain()}, ChangeSetName="second", **options)

    assert first["StackId"] == second["StackId"]
    assert execute(cloud, first["ChangeSetId"])["StackId"] == first["StackId"]


def test_a_stack_that_exists_is_not_created_again(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, plain())

    with pytest.raises(ClientError) as refusal:
        change_set(cloud, stack_name, plain(1), ChangeSetType="CREATE")

    text = f"Stack [{stack_name}] already exists and cannot be created again with the changeSet [change]."
    assert error(refusal) == ("ValidationError", text)


def test_without_changes_a_change_set_fails(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, plain())

    made = change_set(cloud, stack_name, plain())

    assert (made["Status"], made["ExecutionStatus"], made["StatusReason"]) == ("FAILED", "UNAVAILABLE", NO_CHANGES)


@pytest.mark.parametrize("transform", ["Probe", "AWS::LanguageExtensions"])
def test_without_changes_after_a_transform_it_fails_with_another_text(
    cloud: LocalCloud, stack_name: str, transform: str
) -> None:
    template = {"Transform": transform, **plain()}
    create_stack(cloud, stack_name, template)

    made = change_set(cloud, stack_name, template)

    assert (made["Status"], made["StatusReason"]) == ("FAILED", "No updates are to be performed.")


def test_outputs_alone_are_a_change_set_without_resource_changes(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, plain())

    made = change_set(cloud, stack_name, {**plain(), "Outputs": {"New": {"Value": "v"}}})
    stack = execute(cloud, made["ChangeSetId"])

    assert (made["Status"], made["Changes"]) == ("CREATE_COMPLETE", [])
    assert [output["OutputValue"] for output in stack["Outputs"]] == ["v"]


def test_executing_a_change_set_deletes_the_others_of_its_stack(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    create_stack(cloud, stack_name, plain())
    first = change_set(cloud, stack_name, plain(1), ChangeSetName="first")
    second = change_set(cloud, stack_name, plain(2), ChangeSetName="second")

    execute(cloud, first["ChangeSetId"])
    with pytest.raises(ClientError) as refusal:
        client.describe_change_set(ChangeSetName=second["ChangeSetId"])

    assert error(refusal)[0] == "ChangeSetNotFound"


def test_a_failed_change_set_is_not_executed(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, plain())
    made = change_set(cloud, stack_name, plain())

    with pytest.raises(ClientError) as refusal:
        cloud.client("cloudformation").execute_change_set(ChangeSetName=made["ChangeSetId"])

    text = f"ChangeSet [{made['ChangeSetId']}] cannot be executed in its current status of [FAILED]"
    assert error(refusal) == ("InvalidChangeSetStatus", text)


def test_a_change_set_is_not_executed_before_it_is_made(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    made = client.create_change_set(
        StackName=stack_name,
        ChangeSetName="c",
        ChangeSetType="CREATE",
        TemplateBody=json.dumps({"Transform": "Probe", **plain()}),
    )

    with pytest.raises(ClientError) as refusal:
        client.execute_change_set(ChangeSetName=made["Id"])

    assert error(refusal)[0] == "InvalidChangeSetStatus"
    assert described(cloud, made["Id"])["Status"] == "CREATE_COMPLETE"


def test_a_change_set_deleted_while_it_is_made_stays_deleted(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    create_stack(cloud, stack_name, plain())
    body = json.dumps({"Transform": "Probe", **plain(1)})
    made = client.create_change_set(StackName=stack_name, ChangeSetName="gone", TemplateBody=body)

    client.delete_change_set(ChangeSetName=made["Id"])
    change_set(cloud, stack_name, {"Transform": "Probe", **plain(1)}, ChangeSetName="other")

    summaries = client.list_change_sets(StackName=stack_name)["Summaries"]
    assert [summary["ChangeSetName"] for summary in summaries] == ["other"]


def test_a_busy_stack_takes_no_operation(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    stack = create_stack(cloud, stack_name, plain())
    ready = change_set(cloud, stack_name, plain(1), ChangeSetName="ready")
    client.update_stack(StackName=stack_name, TemplateBody=json.dumps(plain(2)))
    text = f"Stack:{stack['StackId']} is in UPDATE_IN_PROGRESS state and can not be updated."

    body = json.dumps(plain(3))
    for call in (
        lambda: client.update_stack(StackName=stack_name, TemplateBody=body),
        lambda: client.create_change_set(StackName=stack_name, ChangeSetName="new", TemplateBody=body),
    ):
        with pytest.raises(ClientError) as refusal:
            call()
        assert error(refusal) == ("ValidationError", text)
    with pytest.raises(ClientError) as refusal:
        client.execute_change_set(ChangeSetName=ready["ChangeSetId"])

    # source of the text: aws/amazon-chime-sdk-js#1089; that UpdateStack does it: DescribeChangeSet, ExecutionStatus
    text = f"ChangeSet [{ready['ChangeSetId']}] cannot be executed in its current execution status of [OBSOLETE]"
    assert error(refusal) == ("InvalidChangeSetStatus", text)
    assert settled(cloud, stack_name)["StackStatus"] == "UPDATE_COMPLETE"


def test_a_stack_is_not_deleted_while_it_is_updated(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    stack = create_stack(cloud, stack_name, plain())
    client.update_stack(StackName=stack_name, TemplateBody=json.dumps(plain(2)))

    with pytest.raises(ClientError) as refusal:
        client.delete_stack(StackName=stack_name)

    text = f"Stack [{stack['StackId']}] cannot be deleted while in status UPDATE_IN_PROGRESS"
    assert error(refusal) == ("ValidationError", text)
    assert settled(cloud, stack_name)["StackStatus"] == "UPDATE_COMPLETE"


@pytest.mark.parametrize("transform", [{}, {"Transform": "Probe"}, {"Transform": "Nobody"}], ids=str)
def test_a_stack_that_is_deleted_while_it_is_created_stays_deleted(
    cloud: LocalCloud, stack_name: str, transform: dict[str, str]
) -> None:
    client = cloud.client("cloudformation")
    body = json.dumps({**transform, "Resources": {"Q": queue("overtaken")}})
    made = client.create_stack(StackName=stack_name, TemplateBody=body, Capabilities=["CAPABILITY_AUTO_EXPAND"])

    client.delete_stack(StackName=stack_name)
    create_stack(cloud, f"{stack_name}-after", {"Resources": {"Q": queue("after")}})

    assert settled(cloud, made["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert cloud.client("sqs").list_queues(QueueNamePrefix="overtaken").get("QueueUrls", []) == []
    client.delete_stack(StackName=f"{stack_name}-after")


def test_a_stack_whose_creation_failed_is_not_updated(cloud: LocalCloud, stack_name: str) -> None:
    stack = create_stack(cloud, stack_name, {"Resources": {"Q": queue(DelaySeconds=9999)}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"

    with pytest.raises(ClientError) as refusal:
        change_set(cloud, stack_name, plain())

    text = f"Stack:{stack['StackId']} is in ROLLBACK_COMPLETE state and can not be updated."
    assert error(refusal) == ("ValidationError", text)


def test_the_previous_template_is_the_processed_one(cloud: LocalCloud, stack_name: str) -> None:
    template = {
        "Transform": [{"Name": "Probe", "Parameters": {"Do": "tell"}}],
        "Parameters": {"Delay": {"Type": "Number", "Default": 0}},
        "Resources": {"Q": queue(DelaySeconds={"Ref": "Delay"})},
    }
    create_stack(cloud, stack_name, template)
    first = cloud.client("cloudformation").get_template(StackName=stack_name, TemplateStage="Processed")

    given = [{"ParameterKey": "Delay", "ParameterValue": "5"}]
    made = change_set(cloud, stack_name, None, UsePreviousTemplate=True, Parameters=given)
    execute(cloud, made["ChangeSetId"])

    # The event that the macro wrote down is the first one: it was not called again.
    assert processed(cloud, made["ChangeSetId"]) == first["TemplateBody"]
    assert "Delay" in [parameter["ParameterKey"] for parameter in made["Parameters"]]
    url = cloud.client("sqs").get_queue_url(QueueName="q")["QueueUrl"]
    attributes = cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["DelaySeconds"])
    assert attributes["Attributes"]["DelaySeconds"] == "5"


def test_a_change_set_needs_a_template(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, plain())

    with pytest.raises(ClientError) as refusal:
        change_set(cloud, stack_name, None)

    assert error(refusal) == ("ValidationError", "Either Template URL or Template Body must be specified.")


def test_missing_parameters_are_refused_at_once(cloud: LocalCloud, stack_name: str) -> None:
    template = {"Transform": "Probe", "Parameters": {"Needed": {"Type": "String"}}, **plain()}

    with pytest.raises(ClientError) as refusal:
        change_set(cloud, stack_name, template, ChangeSetType="CREATE")

    assert error(refusal)[0] == "ValidationError"
    assert "Needed" in error(refusal)[1]


def test_both_stages_of_a_template_are_told(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    template = {"Transform": "Probe", "Description": "größer", **plain()}
    body = json.dumps(template, ensure_ascii=False)
    made = change_set(cloud, stack_name, body, ChangeSetType="CREATE")

    of_change_set = client.get_template(ChangeSetName=made["ChangeSetId"], TemplateStage="Original")
    execute(cloud, made["ChangeSetId"])
    of_stack = client.get_template(StackName=stack_name, TemplateStage="Original")
    result = client.get_template(StackName=stack_name)

    # AWS keeps templates in ASCII: every other character is told as a question mark.
    expected = {"Transform": "Probe", "Description": "gr??er", **plain()}
    assert of_change_set["TemplateBody"] == of_stack["TemplateBody"] == expected
    assert result["TemplateBody"] == {
        "Description": "gr??er",
        "Metadata": {"Trace": ["Probe"]},
        **plain(),
    }
    assert sorted(result["StagesAvailable"]) == ["Original", "Processed"]


def test_a_failed_update_rolls_back(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    create_stack(cloud, stack_name, {"Resources": {"A": queue("a"), "B": {**queue("b"), "DependsOn": "A"}}})
    broken = {"Resources": {"A": queue("a", DelaySeconds=9), "B": {**queue("b", DelaySeconds=9999), "DependsOn": "A"}}}

    made = change_set(cloud, stack_name, broken)
    stack = execute(cloud, made["ChangeSetId"])

    url = cloud.client("sqs").get_queue_url(QueueName="a")["QueueUrl"]
    attributes = cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["DelaySeconds"])
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert attributes["Attributes"]["DelaySeconds"] == "0"
    assert client.describe_change_set(ChangeSetName=made["ChangeSetId"])["ExecutionStatus"] == "EXECUTE_FAILED"
    told = [(logical_id, status) for logical_id, status, _ in events(cloud, stack_name)]
    order = [
        told.index(("B", "UPDATE_FAILED")),
        told.index((stack_name, "UPDATE_ROLLBACK_IN_PROGRESS")),
        told.index((stack_name, "UPDATE_ROLLBACK_COMPLETE")),
    ]
    assert order == sorted(order)


def test_an_update_tells_nothing_of_resources_that_it_leaves_alone(cloud: LocalCloud, stack_name: str) -> None:
    template = {"Resources": {"A": queue("left"), "B": queue("touched")}}
    create_stack(cloud, stack_name, template)
    before = len(events(cloud, stack_name))

    made = change_set(cloud, stack_name, {"Resources": {"A": queue("left"), "B": queue("touched", DelaySeconds=1)}})
    execute(cloud, made["ChangeSetId"])

    assert [(name, status) for name, status, _ in events(cloud, stack_name)[before:]] == [
        (stack_name, "UPDATE_IN_PROGRESS"),
        ("B", "UPDATE_IN_PROGRESS"),
        ("B", "UPDATE_COMPLETE"),
        (stack_name, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        (stack_name, "UPDATE_COMPLETE"),
    ]
    resources = cloud.client("cloudformation").describe_stack_resources(StackName=stack_name)["StackResources"]
    statuses = {resource["LogicalResourceId"]: resource["ResourceStatus"] for resource in resources}
    assert statuses == {"A": "CREATE_COMPLETE", "B": "UPDATE_COMPLETE"}


def test_a_long_change_set_comes_in_pages(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    many = {f"Q{number:03}": {"Type": "AWS::CloudFormation::WaitConditionHandle"} for number in range(150)}
    made = change_set(cloud, stack_name, {"Resources": many}, ChangeSetType="CREATE")

    pages = list(client.get_paginator("describe_change_set").paginate(ChangeSetName=made["ChangeSetId"]))
    found = [change["ResourceChange"]["LogicalResourceId"] for page in pages for change in page["Changes"]]

    assert len(made["Changes"]) < 150
    assert made["NextToken"]
    assert found == sorted(many)


def test_a_repeated_request_makes_one_change_set(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    request = {
        "StackName": stack_name,
        "ChangeSetName": "c",
        "ChangeSetType": "CREATE",
        "TemplateBody": json.dumps({"Transform": "Probe", **plain()}),
    }

    first = client.create_change_set(**request, ClientToken="one")
    again = client.create_change_set(**request, ClientToken="one")
    with pytest.raises(ClientError) as refusal:
        client.create_change_set(**request, ClientToken="two")

    assert (again["Id"], again["StackId"]) == (first["Id"], first["StackId"])
    assert error(refusal)[0] == "AlreadyExistsException"


def test_a_repeated_execution_is_one_operation(cloud: LocalCloud, stack_name: str) -> None:
    client = cloud.client("cloudformation")
    made = change_set(cloud, stack_name, plain(), ChangeSetType="CREATE")["ChangeSetId"]

    client.execute_change_set(ChangeSetName=made, ClientRequestToken="one")
    client.execute_change_set(ChangeSetName=made, ClientRequestToken="one")
    settled(cloud, stack_name)
    with pytest.raises(ClientError) as refusal:
        client.execute_change_set(ChangeSetName=made, ClientRequestToken="two")

    text = f"ChangeSet [{made}] cannot be executed in its current execution status of [EXECUTE_COMPLETE]"
    assert error(refusal) == ("InvalidChangeSetStatus", text)
    assert [status for name, status, _ in events(cloud, stack_name) if name == stack_name] == [
        "REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE",
    ]  # fmt: skip
