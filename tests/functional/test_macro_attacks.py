"""What somebody could try past the desk: with the macro's own event, with another machine's name, with the object."""

from __future__ import annotations

import json
from zlib import crc32

import pytest

from tests.functional.pushing import BYE, HELLO, machine, template

RESOLVE = "{{resolve:secretsmanager:db:SecretString:password}}"
MARKED = {"StartAt": "Secret", "States": {"Secret": {"Type": "Pass", "Comment": "of another team", "End": True}}}
FILLED = {"Orders": machine("Workflow"), "Returns": machine("Returned")}


def invoke(account, fragment: object, *, values: object, transform: object = None) -> dict:
    """Call the macro's function as whoever may push can: directly, with an event of one's own."""
    stack = account.cloud.client("cloudformation").describe_stacks(StackName="workflow-macro")["Stacks"][0]
    function = next(one["OutputValue"] for one in stack["Outputs"] if one["OutputKey"] == "FunctionArn")
    event = {
        "region": account.cloud.region,
        "accountId": account.cloud.account,
        "transformId": f"{account.cloud.account}::StepFunctionWorkflowInjector",
        "requestId": "forged",
        "fragment": fragment,
        "params": {"Prefix": "orders/"} if transform is None else transform,
        "templateParameterValues": values,
    }
    answer = account.cloud.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
    assert "FunctionError" not in answer
    return dict(json.loads(answer["Payload"].read()))


def put(account, key: str, definition: object) -> str:
    account.cloud.client("s3").put_object(Bucket=account.bucket, Key=key, Body=json.dumps(definition).encode())
    return f"s3://{account.bucket}/{key}"


def fragment(**resources: object) -> dict:
    whole = template(**resources)
    return {name: part for name, part in whole.items() if name != "Transform"}


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"Workflow": "s3://somebody-elses-bucket/orders/a.json"}, "E908"),
        ({"Workflow": "s3://{bucket}/payroll/secret.json"}, "E909"),
        ({"Workflow": "s3://{bucket}/orders/../payroll/secret.json"}, "E909"),
        ({"Workflow": ["s3://{bucket}/orders/a.json"]}, "E906"),
        ({"Workflow": {"Ref": "Other"}}, "E906"),
        ({"Workflow": 7}, "E906"),
        ({}, "E906"),
        ("all of them", "E9"),
    ],
)
def test_forged_parameter_values_read_nothing_outside_the_prefix(account, values, rule):
    put(account, "payroll/secret.json", MARKED)
    put(account, "orders/a.json", HELLO)
    forged = json.loads(json.dumps(values).replace("{bucket}", account.bucket))

    answer = invoke(account, fragment(), values=forged)

    assert "failure" == answer["status"]
    assert rule in answer["errorMessage"]
    assert "of another team" not in json.dumps(answer)


def test_forged_values_of_the_old_form_name_no_other_machine_of_a_template_in_the_new_one(account):
    location, foreign = put(account, "orders/a.json", HELLO), put(account, "orders/b.json", BYE)

    answer = invoke(
        account,
        fragment(**FILLED),
        values={"Workflow": location, "Returned": "", "S3Key": foreign, "SMResource": "Returns"},
    )

    assert "success" == answer["status"]
    resources = answer["fragment"]["Resources"]
    assert json.loads(resources["Orders"]["Properties"]["DefinitionString"]) == HELLO
    assert "WorkflowNotPushed" in resources["Returns"]["Properties"]["DefinitionString"]


@pytest.mark.parametrize("resource", ["Orders2", "Role", "__proto__", "Orders/Properties", ""])
def test_a_forged_machine_of_the_old_form_changes_nothing_but_state_machines(account, resource):
    location = put(account, "orders/a.json", HELLO)
    orders = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "arn"}}
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
    sent = {"Parameters": {}, "Resources": {"Orders": orders, "Role": role}}

    answer = invoke(account, sent, values={"S3Key": location, "SMResource": resource})

    assert ("failure", sent) == (answer["status"], answer["fragment"])


def test_a_push_that_names_another_machine_of_the_stack_changes_none(account, capsys):
    seed = template(
        Orders={**machine(DefinitionString=json.dumps(BYE)), "Metadata": {}},
        Returns={**machine(DefinitionString=json.dumps(MARKED)), "Metadata": {}},
    )
    seed["Transform"] = ["StepFunctionWorkflowInjector"]
    seed["Parameters"] = {"S3Key": {"Type": "String"}, "SMResource": {"Type": "String", "Default": "Orders"}}
    account.create_stack("other-machine", seed, S3Key=put(account, "orders/hello.json", HELLO))

    assert account.push("other-machine", {**HELLO, "Comment": "mine now"}, "-v2", "Returns") == 4

    assert "Orders (AWS::StepFunctions::StateMachine): would be modified" in capsys.readouterr().err
    assert (HELLO, MARKED) == (account.live("other-machine"), account.live("other-machine", "Returns"))
    assert [] == account.change_sets("other-machine")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": RESOLVE, "End": True}}}),
        json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {RESOLVE: 1}, "End": True}}}),
        json.dumps({"Comment": f"{RESOLVE} noqa: E901", **HELLO}),
        json.dumps({"Comment": RESOLVE, **HELLO}).replace("{{", "\\u007b\\u007b"),
        json.dumps({"Comment": RESOLVE, **HELLO}).replace("{{resolve", "\\u007b\\u007B\\u0072esolve"),
        json.dumps({"Comment": RESOLVE, **HELLO}).replace("{{", "{${X}{"),
    ],
    ids=["value", "key", "comment", "escaped", "escaped in part", "made of placeholders"],
)
def test_a_dynamic_reference_that_was_uploaded_past_the_desk_is_refused_by_the_macro(account, text):
    stacks = account.cloud.client("cloudformation")
    name = f"past-{crc32(text.encode())}"
    whole = template(Orders=machine(DefinitionSubstitutions={"X": ""}))
    account.create_stack(name, whole)
    account.cloud.client("s3").put_object(Bucket=account.bucket, Key="orders/evil.json", Body=text.encode())

    stacks.create_change_set(
        StackName=name,
        ChangeSetName="evil",
        TemplateBody=json.dumps(whole),
        Parameters=[{"ParameterKey": "Workflow", "ParameterValue": f"s3://{account.bucket}/orders/evil.json"}],
    )
    while (found := stacks.describe_change_set(StackName=name, ChangeSetName="evil"))["Status"] in {
        "CREATE_PENDING",
        "CREATE_IN_PROGRESS",
    }:
        pass

    assert "FAILED" == found["Status"]
    assert "E901" in found["StatusReason"]
