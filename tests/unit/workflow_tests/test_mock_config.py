"""Step Functions Local's MockConfigFile.json, in the form that AWS documents."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.workflow_tests.orders import document
from workflow_updater.workflow_tests.mock_config import machines_in, read_mock_config
from workflow_updater.workflow_tests.outline import outline
from workflow_updater.workflow_tests.running import run_cases

FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:f"
RETRY = {"Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 3}]}
DEFINITION = {
    "StartAt": "LambdaState",
    "States": {
        "LambdaState": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "f", "Payload.$": "$"},
            "Next": "SQSState",
            **RETRY,
        },
        "SQSState": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": {"QueueUrl": "https://queue", "MessageBody": {"token.$": "$$.Task.Token"}},
            "TimeoutSeconds": 60,
            "Next": "DirectState",
        },
        "DirectState": {"Type": "Task", "Resource": FUNCTION, "End": True},
    },
}
SUCCESS = {"0": {"Return": {"StatusCode": 200, "Payload": {"body": "Hello from Lambda!"}}}}
CONFIG = {
    "StateMachines": {
        "LambdaSQSIntegration": {
            "TestCases": {
                "HappyPath": {"LambdaState": "LambdaSuccess", "SQSState": "SQS", "DirectState": "LambdaSuccess"},
                "RetryPath": {"LambdaState": "LambdaRetry", "SQSState": "SQS", "DirectState": "LambdaSuccess"},
                "HybridPath": {"LambdaState": "LambdaSuccess"},
                "Fails": {"LambdaState": "Broken"},
            }
        }
    },
    "MockedResponses": {
        "LambdaSuccess": SUCCESS,
        "SQS": {"0": {"Return": {"MessageId": "m"}}},
        "LambdaRetry": {
            "0": {"Throw": {"Error": "Lambda.ResourceNotReadyException", "Cause": "not ready"}},
            "1-2": {"Throw": {"Error": "Lambda.TimeoutException", "Cause": "timed out"}},
            "3": SUCCESS["0"],
        },
        "Broken": {"0-3": {"Throw": {"Error": "Broken"}}},
    },
}


def read(config: dict[str, Any]) -> Any:
    found = document(json.dumps(config))
    return read_mock_config(found, "mocks.json", machines_in(found)[0], outline(DEFINITION), {"given": 1})


def test_its_cases_are_run_and_tell_how_they_end() -> None:
    cases, findings = read(CONFIG)
    results = {result.case.name: result for result in run_cases(DEFINITION, cases)}

    assert () == findings
    assert ("SUCCEEDED", ("LambdaState", "SQSState", "DirectState")) == (
        results["HappyPath"].status,
        results["HappyPath"].path,
    )
    assert ("SUCCEEDED", 1 + 2 + 4) == (results["RetryPath"].status, results["RetryPath"].elapsed)
    assert ("FAILED", "Broken", ()) == (results["Fails"].status, results["Fails"].ended, results["Fails"].failures)


def test_what_step_functions_local_would_call_for_real_is_a_failure() -> None:
    cases, _ = read(CONFIG)
    hybrid = next(iter(run_cases(DEFINITION, [case for case in cases if case.name == "HybridPath"])))

    assert "state SQSState is called but not mocked" == hybrid.failures[0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"StateMachines": {"A": {"TestCases": {"T": {"LambdaStat": "SQS"}}}}}, "there is no state LambdaStat"),
        ({"StateMachines": {"A": {"TestCases": {"T": {"SQSState": "SQ"}}}}}, "there is no response SQ"),
        ({"StateMachines": {"A": {"TestCases": {"T": 1}}}}, "a test case is an object: which response each state gets"),
        (
            {"StateMachines": {"A": {}}},
            "a mock configuration has StateMachines.NAME.TestCases and MockedResponses, all objects",
        ),
        ({"MockedResponses": {**CONFIG["MockedResponses"], "SQS": {}}}, "a response is an object"),
        ({"MockedResponses": {**CONFIG["MockedResponses"], "SQS": {"x": {"Return": 1}}}}, "x is no number of a call"),
        (
            {"MockedResponses": {**CONFIG["MockedResponses"], "SQS": {"0": {"Throw": {}}}}},
            'an answer is {"Return": …} or {"Throw": {"Error": …, "Cause": …}}',
        ),
    ],
)
def test_what_is_wrong_with_it_is_told(changes: dict[str, Any], message: str) -> None:
    _, findings = read({**CONFIG, **changes})

    assert message in [finding.message for finding in findings]
