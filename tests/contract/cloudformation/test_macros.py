"""What AWS does with macros: A1 to A13 of the recorded behaviour."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract.cloudformation.deployments import change_set, create_macro, create_stack, execute, queue
from tests.local_cloud import LocalCloud

RENAME = """
    import json

    def handler(event, context):
        fragment = event["fragment"]
        fragment["Resources"]["Q"]["Properties"]["QueueName"] = event["params"].get("To", "renamed")
        fragment["Metadata"] = {"Event": json.dumps(event)}
        return {"requestId": event["requestId"], "status": "success", "fragment": fragment}
"""


@pytest.fixture
def cloud(own_account: LocalCloud) -> LocalCloud:
    return own_account


def processed(cloud: LocalCloud, change_set_id: str) -> dict[str, Any]:
    client = cloud.client("cloudformation")
    body: dict[str, Any] = client.get_template(ChangeSetName=change_set_id, TemplateStage="Processed")["TemplateBody"]
    return body


def test_a_top_level_macro_gets_the_whole_template_without_its_transform(cloud: LocalCloud) -> None:
    create_macro(cloud, "Rename", RENAME)
    template = {
        "Transform": [{"Name": "Rename", "Parameters": {"To": "other"}}],
        "Parameters": {
            "Plain": {"Type": "String", "Default": "a"},
            "Many": {"Type": "CommaDelimitedList", "Default": "a, b"},
        },
        "Resources": {"Q": queue()},
    }

    made = change_set(cloud, "stack", template, ChangeSetType="CREATE")
    result = processed(cloud, made["ChangeSetId"])
    event = json.loads(result["Metadata"]["Event"])

    assert made["Status"] == "CREATE_COMPLETE"
    assert result["Resources"]["Q"]["Properties"]["QueueName"] == "other"
    assert event["transformId"] == f"{cloud.account}::Rename"
    assert (event["accountId"], event["region"]) == (cloud.account, cloud.region)
    assert event["params"] == {"To": "other"}
    assert event["templateParameterValues"] == {"Plain": "a", "Many": ["a", "b"]}
    assert sorted(event["fragment"]) == ["Parameters", "Resources"]
    assert sorted(event) == [
        "accountId", "fragment", "params", "region", "requestId", "templateParameterValues", "transformId",
    ]  # fmt: skip


def test_an_executed_change_set_runs_what_the_macro_made(cloud: LocalCloud) -> None:
    create_macro(cloud, "Rename", RENAME)

    made = change_set(cloud, "stack", {"Transform": "Rename", "Resources": {"Q": queue()}}, ChangeSetType="CREATE")
    stack = execute(cloud, made["ChangeSetId"])

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert cloud.client("sqs").list_queues()["QueueUrls"][0].endswith("/renamed")


def test_create_stack_runs_macros_too(cloud: LocalCloud) -> None:
    create_macro(cloud, "Rename", RENAME)

    stack = create_stack(cloud, "stack", {"Transform": "Rename", "Resources": {"Q": queue()}})

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert cloud.client("sqs").list_queues()["QueueUrls"][0].endswith("/renamed")
