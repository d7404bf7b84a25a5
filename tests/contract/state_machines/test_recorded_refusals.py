"""
What AWS answered to definitions like these, word for word.

Sources of the answers: LocalStack's snapshots (Apache-2.0), recorded from 2023-08 to 2025-11; those called quoted are
answers that https://github.com/badmintoncryer/cdk-preflight and floci's issues quote. The definitions are our own.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract.state_machines.machines import one_state
from workflow_updater.local_cloud.state_machines.definition_gate import diagnostics_of
from workflow_updater.local_cloud.state_machines.diagnostics import as_one_text

FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:hello"
ACTIVITY = "arn:aws:states:eu-central-1:111122223333:activity:approve"


def task(resource: str, **fields: Any) -> dict[str, Any]:
    return one_state({"Type": "Task", "Resource": resource, **fields})


def jsonata(state: dict[str, Any]) -> dict[str, Any]:
    return one_state(state, QueryLanguage="JSONata")


def one_inner() -> dict[str, Any]:
    return {"StartAt": "Inner", "States": {"Inner": {"Type": "Pass", "End": True}}}


RECORDED = {
    "no states": ({"StartAt": "A"}, "These fields are required: [States] at /"),
    "nothing": ({}, "These fields are required: [States, StartAt] at /"),
    "timestamp": (
        one_state({"Type": "Wait", "Timestamp": "12/05/2030 05:45"}),
        "String does not match RFC3339 timestamp at /States/Only/Timestamp",
    ),
    "type": (
        one_state({"Type": "Tusk"}),
        "The field 'Type' should have one of these values: "
        "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/Only/Type",
    ),
    "branches": (
        one_state({"Type": "Parallel", "Branches": []}),
        "Value cannot be empty at /States/Only/Branches",
    ),
    "credentials": (
        jsonata({"Type": "Task", "Resource": FUNCTION, "Credentials": {"Role": "x"}}),
        "The field 'RoleArn' is required but was missing at /States/Only/Credentials",
    ),
    "integration": (
        task("arn:aws:states:::dynamodb:query", Parameters={"TableName": "orders"}),
        "The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource "
        "ARN, or the resource is not available in this region. at /States/Only/Resource",
    ),
    "intrinsic function": (
        one_state({"Type": "Pass", "Parameters": {"parsed.$": "States.StringToJson($.a"}}),
        "The value for the field 'parsed.$' must be a valid JSONPath or a valid intrinsic function call "
        "at /States/Only/Parameters",
    ),
    "other query language": (
        jsonata({"Type": "Pass", "QueryLanguage": "JSONPath"}),
        "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/Only",
    ),
}
RECORDED_OF_EXPRESS = {
    "callback": (
        task(
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            Parameters={"QueueUrl": "url", "MessageBody.$": "$$.Task.Token"},
        ),
        "Express state machine does not support '.waitForTaskToken' service integration  at /States/Only/Resource",
    ),
    "job": (
        task("arn:aws:states:::states:startExecution.sync", Parameters={"StateMachineArn": "arn"}),
        "Express state machine does not support '.sync' service integration at /States/Only/Resource",
    ),
    "activity": (task(ACTIVITY), "Express state machine does not support Activity ARN at /States/Only/Resource"),
}
QUOTED = {
    "parameters": (
        task("arn:aws:states:::lambda:invoke"),
        "Parameters field is required for resource ARN: arn:aws:states:::lambda:invoke at /States/Only/Resource",
    ),
    "parameter": (
        task("arn:aws:states:::sqs:sendMessage", Parameters={"QueueUrl": "url"}),
        "The field 'MessageBody' is required but was missing",
    ),
    "no arn": (task("hello"), "Value is not a valid resource ARN"),
    "activity": (
        task(ACTIVITY, Credentials={"RoleArn": "arn"}),
        "The field 'Credentials' is not supported for activities",
    ),
    "timeout": (task(FUNCTION, TimeoutSeconds=0), "Minimum value is 1"),
    "timeout as text": (task(FUNCTION, TimeoutSeconds="9"), "Expected value of type Integer"),
    "field of a catcher": (
        task(FUNCTION, Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Only", "_comment": "x"}]),
        "Field '_comment' is not supported at /States/Only/Catch[0]",
    ),
    "field of the other language": (
        one_state({"Type": "Pass", "Output": "x"}),
        "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
    ),
    "both": (
        task(FUNCTION, TimeoutSeconds=9, TimeoutSecondsPath="$.limit"),
        "There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath]",
    ),
    "neither": (
        {"StartAt": "A", "States": {"A": {"Type": "Pass"}, "B": {"Type": "Succeed"}}},
        "This object should have only one of the following fields: [Next, End] at /States/A",
    ),
    "path": (one_state({"Type": "Pass", "InputPath": "order"}), "Value must be a valid JSONPath."),
    "jitter": (
        task(FUNCTION, Retry=[{"ErrorEquals": ["Mine"], "JitterStrategy": "SOME"}]),
        "Value should be one of the following: [NONE, FULL]",
    ),
    "no errors": (
        task(FUNCTION, Retry=[{"ErrorEquals": []}]),
        "Value cannot be empty at /States/Only/Retry[0]/ErrorEquals",
    ),
    "catcher": (task(FUNCTION, Catch=[{"ErrorEquals": ["Mine"]}]), "These fields are required: [Next]"),
    "waiting twice": (
        one_state({"Type": "Wait", "Seconds": 1, "SecondsPath": "$.a"}),
        "There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]",
    ),
    "distributed": (
        one_state({"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, **one_inner()}}),
        "These fields are required: [ExecutionType]",
    ),
    "all errors": (
        task(FUNCTION, Retry=[{"ErrorEquals": ["States.ALL", "Mine"]}]),
        "States.ALL must appear alone and at end of list",
    ),
}


def refusal(definition: object, kind: str = "STANDARD") -> str:
    text = definition if isinstance(definition, str) else json.dumps(definition)
    return as_one_text(diagnostics_of(text, "EXPRESS" if kind == "EXPRESS" else "STANDARD"))


@pytest.mark.parametrize(("definition", "told"), RECORDED.values(), ids=RECORDED)
def test_a_refusal_is_the_recorded_one(definition, told):
    assert refusal(definition) == f"Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: {told}'"


@pytest.mark.parametrize(("definition", "told"), RECORDED_OF_EXPRESS.values(), ids=RECORDED_OF_EXPRESS)
def test_a_refusal_of_an_express_machine_is_the_recorded_one(definition, told):
    expected = f"Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: {told}'"

    assert refusal(definition, "EXPRESS") == expected
    assert diagnostics_of(json.dumps(definition)) == []


@pytest.mark.parametrize(("definition", "told"), QUOTED.values(), ids=QUOTED)
def test_a_refusal_has_the_text_that_others_quote(definition, told):
    assert f"SCHEMA_VALIDATION_FAILED: {told}" in refusal(definition)


def test_what_is_no_json_is_told_in_the_words_of_the_reader_at_aws():
    (found,) = diagnostics_of("not a definition")

    assert found.code == "INVALID_JSON_DESCRIPTION"
    assert found.location == '[Source: (String)"not a definition"; line: 1, column: 4]'
    assert found.message == (
        "Unrecognized token 'not': was expecting "
        "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
        f"\n at {found.location}"
    )


def test_the_empty_text_is_told_as_no_object():
    (found,) = diagnostics_of("")

    assert (found.code, found.message) == ("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object")


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("states", "RESERVED_VARIABLE_NAME", "Cannot assign to reserved variable '$states'."),
        ("a.b", "INVALID_VARIABLE_NAME", "Invalid variable name 'a.b': the variable name contains invalid characters."),
    ],
)
def test_a_variable_that_cannot_be_has_the_code_that_others_quote(name, code, told):
    (found,) = diagnostics_of(json.dumps(one_state({"Type": "Pass", "Assign": {name: 1}})))

    assert (found.code, found.message) == (code, told)
