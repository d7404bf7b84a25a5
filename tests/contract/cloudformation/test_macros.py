"""How a template calls macros, and what they get."""

from __future__ import annotations

import json
from typing import Any

from tests.contract.cloudformation.deployments import (
    change_set,
    create_stack,
    execute,
    processed,
    queue,
)
from tests.local_cloud import LocalCloud


def probe(do: str, **parameters: Any) -> dict[str, Any]:
    return {"Name": "Probe", "Parameters": {"Do": do, **parameters}}


def created(cloud: LocalCloud, stack: str, template: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return the processed template of a change set that creates *stack*."""
    made = change_set(cloud, stack, template, ChangeSetType="CREATE", **options)
    assert made["Status"] == "CREATE_COMPLETE", made.get("StatusReason")
    return processed(cloud, made["ChangeSetId"])


def test_the_event_is_the_one_of_aws(cloud: LocalCloud, stack_name: str) -> None:
    template = {
        "Transform": [probe("tell", Note={"Ref": "Plain"})],
        "Parameters": {
            "Plain": {"Type": "String", "Default": "a"},
            "Given": {"Type": "Number", "Default": 1},
            "Many": {"Type": "CommaDelimitedList", "Default": "a, b"},
        },
        "Resources": {"Q": queue()},
    }
    given = [{"ParameterKey": "Given", "ParameterValue": "2"}]

    event = json.loads(created(cloud, stack_name, template, Parameters=given)["Metadata"]["Event"])

    assert event.pop("requestId")
    assert event == {
        "region": cloud.region,
        "accountId": cloud.account,
        "fragment": {"Parameters": template["Parameters"], "Resources": template["Resources"]},
        "transformId": f"{cloud.account}::Probe",
        "params": {"Do": "tell", "Note": {"Ref": "Plain"}},
        "templateParameterValues": {"Plain": "a", "Given": "2", "Many": ["a", "b"]},
    }


def test_a_transform_may_be_a_plain_string(cloud: LocalCloud, stack_name: str) -> None:
    result = created(cloud, stack_name, {"Transform": "Probe", "Resources": {"Q": queue()}})

    assert result == {"Resources": {"Q": queue()}, "Metadata": {"Trace": ["Probe"]}}


def test_macros_of_a_list_run_in_its_order(cloud: LocalCloud, stack_name: str) -> None:
    template = {"Transform": ["Second", "Probe", "Second"], "Resources": {"Q": queue()}}

    assert created(cloud, stack_name, template)["Metadata"]["Trace"] == ["Second", "Probe", "Second"]


def test_a_status_of_success_is_read_whatever_its_case(cloud: LocalCloud, stack_name: str) -> None:
    template = {"Transform": [probe("mark", Status="SUCCESS")], "Resources": {"Q": queue()}}

    assert created(cloud, stack_name, template)["Metadata"]["Trace"] == ["Probe"]


def test_a_nested_macro_gets_its_siblings_and_replaces_them(cloud: LocalCloud, stack_name: str) -> None:
    call = {"Name": "Probe", "Parameters": {"Do": "return", "Fragment": {"QueueName": "made"}}}
    resource = {"Type": "AWS::SQS::Queue", "Properties": {"Fn::Transform": call, "DelaySeconds": 1}}

    result = created(cloud, stack_name, {"Resources": {"Q": resource}})

    assert result["Resources"]["Q"]["Properties"] == {"QueueName": "made"}


def test_a_nested_macro_may_return_a_bare_string(cloud: LocalCloud, stack_name: str) -> None:
    name = {"Fn::Transform": {"Name": "Probe", "Parameters": {"Do": "return", "Fragment": "made"}}}

    result = created(cloud, stack_name, {"Resources": {"Q": queue(name=name)}})

    assert result["Resources"]["Q"]["Properties"]["QueueName"] == "made"


def test_the_most_deeply_nested_macro_runs_first_and_the_template_s_own_last(
    cloud: LocalCloud, stack_name: str
) -> None:
    inner = {"Fn::Transform": {"Name": "Second", "Parameters": {"Do": "nest"}}, "Value": 1}
    outer = {"Fn::Transform": {"Name": "Probe", "Parameters": {"Do": "nest"}}, "Inner": inner}
    template = {"Transform": ["Probe"], "Resources": {"Q": {**queue(), "Metadata": outer}}}

    result = created(cloud, stack_name, template)

    assert result["Resources"]["Q"]["Metadata"] == {
        "By": "Probe",
        "Got": {"Inner": {"By": "Second", "Got": {"Value": 1}}},
    }
    assert result["Metadata"]["Trace"] == ["Probe"]


def test_nested_macros_at_one_place_run_in_listed_order(cloud: LocalCloud, stack_name: str) -> None:
    calls = [{"Name": name, "Parameters": {"Do": "nest"}} for name in ("Second", "Probe")]
    template = {"Resources": {"Q": {**queue(), "Metadata": {"Fn::Transform": calls, "Value": 1}}}}

    result = created(cloud, stack_name, template)

    assert result["Resources"]["Q"]["Metadata"] == {"By": "Probe", "Got": {"By": "Second", "Got": {"Value": 1}}}


def test_what_a_macro_returns_is_not_searched_for_macros(cloud: LocalCloud, stack_name: str) -> None:
    result = created(cloud, stack_name, {"Transform": [probe("call again")], "Resources": {"Q": queue()}})

    assert result["Metadata"]["Again"] == {"Fn::Transform": {"Name": "Probe"}}


def test_macros_run_before_the_transforms_of_aws(cloud: LocalCloud, stack_name: str) -> None:
    template = {
        "Transform": ["AWS::LanguageExtensions", "Probe"],
        "Resources": {"Q": queue()},
        "Outputs": {"Length": {"Value": {"Fn::Length": ["a", "b"]}}},
    }

    result = created(cloud, stack_name, template)

    assert result["Metadata"]["Trace"] == ["Probe"]
    assert result["Outputs"]["Length"]["Value"] == 2


def test_intrinsics_that_a_macro_returns_are_evaluated(cloud: LocalCloud, stack_name: str) -> None:
    call = {"Name": "Probe", "Parameters": {"Do": "return", "Fragment": {"Fn::Sub": "in-${AWS::AccountId}"}}}
    template = {"Resources": {"Q": queue(name={"Fn::Transform": call})}}

    made = change_set(cloud, stack_name, template, ChangeSetType="CREATE")
    execute(cloud, made["ChangeSetId"])

    names = cloud.client("sqs").list_queues(QueueNamePrefix="in-")["QueueUrls"]
    assert [f"in-{cloud.account}"] == [name.rsplit("/", 1)[1] for name in names]


def test_what_the_macro_answered_is_frozen_into_the_change_set(cloud: LocalCloud, stack_name: str) -> None:
    client, template = cloud.client("cloudformation"), {"Transform": "Frozen", "Resources": {"Q": queue("frozen")}}
    source = 'def handler(e, c): return {{"requestId": e["requestId"], "status": "success", "fragment": {}}}'
    fragment = '{**e["fragment"], "Description": "first"}'
    function = client.describe_stack_resource(StackName="macros-Probe", LogicalResourceId="Function")
    arn = function["StackResourceDetail"]["PhysicalResourceId"]
    role = cloud.client("lambda").get_function(FunctionName=arn)["Configuration"]["Role"]
    code = {"ZipFile": source.format(fragment)}
    properties = {"Runtime": "python3.13", "Handler": "index.handler", "Role": role, "Code": code}
    macro = {
        "Resources": {
            "F": {"Type": "AWS::Lambda::Function", "Properties": properties},
            "M": {
                "Type": "AWS::CloudFormation::Macro",
                "Properties": {"Name": "Frozen", "FunctionName": {"Fn::GetAtt": ["F", "Arn"]}},
            },
        }
    }
    create_stack(cloud, "frozen-macro", macro)
    made = change_set(cloud, stack_name, template, ChangeSetType="CREATE")
    client.delete_stack(StackName="frozen-macro")

    execute(cloud, made["ChangeSetId"])

    assert client.describe_stacks(StackName=stack_name)["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    assert client.get_template(StackName=stack_name)["TemplateBody"]["Description"] == "first"


def test_a_deleted_macro_is_unknown(cloud: LocalCloud, stack_name: str) -> None:
    made = change_set(cloud, stack_name, {"Transform": "Nobody", "Resources": {"Q": queue()}}, ChangeSetType="CREATE")

    assert made["Status"] == "FAILED"
    assert made["StatusReason"] == f"No transform named {cloud.account}::Nobody found."
