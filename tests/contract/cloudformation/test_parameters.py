"""Parameters of stacks and change sets: kept values, secrets, values of SSM. The texts are AWS's."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.cloudformation.deployments import change_set, create_stack, execute, queue, settled
from tests.local_cloud import LocalCloud

SECRET = "only-the-stack-knows"


def template(**parameters: Any) -> dict[str, Any]:
    names = {f"P{name}": {"Value": {"Ref": name}} for name in parameters}
    used = {name: {"Ref": parameter} for name, parameter in QUEUE_USES.items() if parameter in parameters}
    return {"Parameters": parameters, "Resources": {"Q": queue(**QUEUE, **used)}, "Outputs": names}


QUEUE: dict[str, Any] = {}
QUEUE_USES = {"DelaySeconds": "Size", "VisibilityTimeout": "Limit"}


@pytest.fixture(autouse=True)
def named_queue(stack_name: str) -> None:
    QUEUE["name"] = stack_name[:70]


def set_ssm(cloud: LocalCloud, name: str, value: str, kind: str = "String") -> str:
    cloud.client("ssm").put_parameter(Name=name, Value=value, Type=kind, Overwrite=True)
    return name


def given(**values: str) -> list[dict[str, str]]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


def kept(*names: str) -> list[dict[str, Any]]:
    return [{"ParameterKey": name, "UsePreviousValue": True} for name in names]


def output(stack: dict[str, Any], name: str) -> str:
    found = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
    return str(found[name])


def test_an_ssm_parameter_is_told_with_name_and_value(cloud: LocalCloud, stack_name: str) -> None:
    """Source: LocalStack's recording test_update_parameter_between_deployments, 2025-08-06."""
    name = set_ssm(cloud, "/orders/told", "1")
    document = template(Limit={"Type": "AWS::SSM::Parameter::Value<String>"})

    stack = create_stack(cloud, stack_name, document, Parameters=given(Limit=name))
    set_ssm(cloud, name, "2")
    made = change_set(cloud, stack_name, document, Parameters=kept("Limit"))

    then = {"ParameterKey": "Limit", "ParameterValue": name, "ResolvedValue": "1"}
    assert [then] == stack["Parameters"]
    assert [{**then, "ResolvedValue": "2"}] == made["Parameters"]


def test_keeping_an_ssm_parameter_keeps_its_name_and_takes_its_new_value(cloud: LocalCloud, stack_name: str) -> None:
    name = set_ssm(cloud, "/orders/kept", "1")
    document = template(Limit={"Type": "AWS::SSM::Parameter::Value<String>"})
    create_stack(cloud, stack_name, document, Parameters=given(Limit=name))
    set_ssm(cloud, name, "2")

    made = change_set(cloud, stack_name, document, Parameters=kept("Limit"))

    assert "2" == output(execute(cloud, made["ChangeSetId"]), "PLimit")


def test_a_list_in_ssm_is_a_list(cloud: LocalCloud, stack_name: str) -> None:
    name = set_ssm(cloud, "/orders/list", "a,b", "StringList")
    document = template(Names={"Type": "AWS::SSM::Parameter::Value<List<String>>"})
    document["Outputs"]["PNames"]["Value"] = {"Fn::Join": ["-", {"Ref": "Names"}]}

    stack = create_stack(cloud, stack_name, document, Parameters=given(Names=name))

    assert "a-b" == output(stack, "PNames")
    assert "a,b" == stack["Parameters"][0]["ResolvedValue"]


def test_a_secret_is_told_by_nobody_and_kept(cloud: LocalCloud, stack_name: str) -> None:
    """Source: LocalStack's recording test_no_echo_parameter, 2025-08-15: `****`, and the value in clear in outputs."""
    document = template(Password={"Type": "String", "NoEcho": True}, Size={"Type": "String", "Default": "1"})
    stack = create_stack(cloud, stack_name, document, Parameters=given(Password=SECRET))

    made = change_set(cloud, stack_name, document, Parameters=[*kept("Password"), *given(Size="2")])
    after = execute(cloud, made["ChangeSetId"])

    for told in (stack, made, after):
        values = {one["ParameterKey"]: one["ParameterValue"] for one in told["Parameters"]}
        assert "****" == values["Password"]
    assert SECRET == output(after, "PPassword")


def test_a_comma_delimited_list_is_kept_as_it_was_given(cloud: LocalCloud, stack_name: str) -> None:
    document = template(Names={"Type": "CommaDelimitedList"}, Size={"Type": "String", "Default": "1"})
    document["Outputs"]["PNames"]["Value"] = {"Fn::Select": [1, {"Ref": "Names"}]}
    create_stack(cloud, stack_name, document, Parameters=given(Names="a, b"))

    made = change_set(cloud, stack_name, document, Parameters=[*kept("Names"), *given(Size="2")])

    assert {"ParameterKey": "Names", "ParameterValue": "a, b"} in made["Parameters"]
    assert "b" == output(execute(cloud, made["ChangeSetId"]), "PNames")


def test_a_new_parameter_takes_its_default(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, template(Old={"Type": "String", "Default": "1"}))
    grown = template(Old={"Type": "String", "Default": "1"}, New={"Type": "String", "Default": "2"})

    made = change_set(cloud, stack_name, grown, Parameters=kept("Old"))

    assert "2" == output(execute(cloud, made["ChangeSetId"]), "PNew")


@pytest.mark.parametrize(
    ("parameters", "sent", "text"),
    [
        # source: LocalStack's recording test_no_parameters_given, 2025-07-31
        ({"Input": {"Type": "String"}}, [], "Parameters: [Input] must have values"),
        ({}, given(Gone="1"), "Parameters: [Gone] do not exist in the template"),
        (
            {"New": {"Type": "String", "Default": "1"}},
            kept("New"),
            # source: rackerlabs/ebs_snapper#56
            "Invalid input for parameter key New. Cannot specify usePreviousValue as true for a parameter key "
            "not in the previous template",
        ),
    ],
)
def test_what_does_not_fit_the_template_is_refused_at_once(
    cloud: LocalCloud, stack_name: str, parameters: dict[str, Any], sent: list[dict[str, Any]], text: str
) -> None:
    create_stack(cloud, stack_name, template(Old={"Type": "String", "Default": "1"}))

    with pytest.raises(ClientError) as refusal:
        change_set(cloud, stack_name, template(**parameters), Parameters=sent)

    assert ("ValidationError", text) == (
        refusal.value.response["Error"]["Code"],
        refusal.value.response["Error"]["Message"],
    )


def test_a_parameter_that_the_template_no_longer_has_goes(cloud: LocalCloud, stack_name: str) -> None:
    create_stack(cloud, stack_name, template(Old={"Type": "String", "Default": "1"}))

    made = change_set(cloud, stack_name, template(New={"Type": "String", "Default": "2"}))
    execute(cloud, made["ChangeSetId"])

    assert ["New"] == [one["ParameterKey"] for one in settled(cloud, stack_name)["Parameters"]]
