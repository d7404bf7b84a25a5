"""With IAM enforced, no integration does what the state machine's role may not, and the role must be one to assume."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.cloudformation.deployments import create_stack
from tests.contract.functions.deployed import deploy
from tests.contract.state_machines.machines import create, ended, one_state, start
from tests.contract.state_machines.test_roles import document, role
from tests.local_cloud import LocalCloud, serving

STATES = "states.amazonaws.com"
PASS = one_state({"Type": "Pass"})
EVENT = {"Source": "desk", "DetailType": "opened", "Detail": {"case": 1}}
KEY = {"id": {"S": "1"}}

# resource → parameters, the one action it needs, the error that it fails with when the role lacks that action
TASKS: dict[str, tuple[dict[str, Any], str, str]] = {
    "lambda:invoke": ({"FunctionName": "guarded"}, "lambda:InvokeFunction", "Lambda.AWSLambdaException"),
    "dynamodb:getItem": ({"TableName": "cases", "Key": KEY}, "dynamodb:GetItem", "DynamoDB.AmazonDynamoDBException"),
    "dynamodb:putItem": ({"TableName": "cases", "Item": KEY}, "dynamodb:PutItem", "DynamoDB.AmazonDynamoDBException"),
    "dynamodb:updateItem": (
        {"TableName": "cases", "Key": KEY},
        "dynamodb:UpdateItem",
        "DynamoDB.AmazonDynamoDBException",
    ),
    "dynamodb:deleteItem": (
        {"TableName": "cases", "Key": KEY},
        "dynamodb:DeleteItem",
        "DynamoDB.AmazonDynamoDBException",
    ),
    "sqs:sendMessage": ({"QueueUrl": "QUEUE", "MessageBody": "x"}, "sqs:SendMessage", "SQS.AmazonSQSException"),
    "sns:publish": ({"TopicArn": "TOPIC", "Message": "x"}, "sns:Publish", "SNS.AuthorizationErrorException"),
    "events:putEvents": ({"Entries": [EVENT]}, "events:PutEvents", "EventBridge.AmazonEventBridgeException"),
    "states:startExecution": (
        {"StateMachineArn": "MACHINE", "Input": {}},
        "states:StartExecution",
        "StepFunctions.AccessDeniedException",
    ),
    "aws-sdk:dynamodb:scan": ({"TableName": "cases"}, "dynamodb:Scan", "DynamoDb.DynamoDbException"),
    "aws-sdk:sqs:sendMessage": ({"QueueUrl": "QUEUE", "MessageBody": "x"}, "sqs:SendMessage", "Sqs.SqsException"),
    "aws-sdk:sns:publish": (
        {"TopicArn": "TOPIC", "Message": "x"},
        "sns:Publish",
        "Sns.AuthorizationErrorException",
    ),
    "aws-sdk:s3:listBuckets": ({}, "s3:ListAllMyBuckets", "S3.AccessDeniedException"),
    "aws-sdk:sfn:startExecution": (
        {"StateMachineArn": "MACHINE", "Input": "{}"},
        "states:StartExecution",
        "Sfn.SfnException",
    ),
}


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return a server that enforces IAM, seen by its root."""
    with serving(tmp_path_factory.mktemp("strict"), auth=True) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def places(strict: LocalCloud) -> dict[str, str]:
    """Return what the tasks act on: queue and topic made by a stack, as the workflows' own are."""
    table = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "TableName": "cases",
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        },
    }
    resources = {"Q": {"Type": "AWS::SQS::Queue"}, "T": {"Type": "AWS::SNS::Topic"}, "D": table}
    template = {"Resources": resources, "Outputs": {name: {"Value": {"Ref": name}} for name in resources}}
    outputs = create_stack(strict, "places", template)["Outputs"]
    found = {output["OutputKey"]: output["OutputValue"] for output in outputs}
    deploy(
        strict,
        "guarded",
        "def handler(event, context): return 1",
        Role=role(strict, "function", "lambda.amazonaws.com"),
    )
    machine = create(strict, PASS, roleArn=role(strict, "child", STATES))
    return {"QUEUE": found["Q"], "TOPIC": found["T"], "MACHINE": machine}


def outcome(cloud: LocalCloud, resource: str, parameters: dict[str, Any], role_arn: str) -> dict[str, Any]:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": parameters}
    return ended(cloud, start(cloud, create(cloud, one_state(state), roleArn=role_arn)))


@pytest.mark.parametrize("resource", TASKS)
def test_a_task_needs_exactly_its_action(strict: LocalCloud, places: dict[str, str], resource: str) -> None:
    given, action, error = TASKS[resource]
    parameters = {name: places.get(value, value) if isinstance(value, str) else value for name, value in given.items()}
    name = resource.replace(":", "-")
    everything_else = role(strict, f"{name}-lacks", STATES)
    rest = {"Effect": "Allow", "NotAction": action, "Resource": "*"}
    strict.client("iam").put_role_policy(
        RoleName=f"{name}-lacks", PolicyName="p", PolicyDocument=json.dumps(document(rest))
    )

    denied = outcome(strict, resource, parameters, everything_else)
    allowed = outcome(strict, resource, parameters, role(strict, f"{name}-has", STATES, (action, "*")))

    assert (denied["status"], denied["error"]) == ("FAILED", error), denied
    assert f"assumed-role/{name}-lacks/" in denied["cause"]
    assert f"is not authorized to perform: {action}" in denied["cause"]
    assert allowed["status"] == "SUCCEEDED", allowed


@pytest.mark.parametrize(
    ("trusted", "condition"),
    [
        ("lambda.amazonaws.com", {}),
        (STATES, {"StringEquals": {"aws:SourceAccount": "999999999999"}}),
        (STATES, {"ArnLike": {"aws:SourceArn": "arn:aws:states:*:*:stateMachine:other*"}}),
    ],
)
def test_a_role_that_does_not_trust_step_functions_is_refused(
    strict: LocalCloud, trusted: str, condition: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    arn = trusting(strict, f"untrusting-{request.node.callspec.indices['condition']}", trusted, condition)

    with pytest.raises(ClientError) as refusal:
        create(strict, PASS, roleArn=arn)

    assert refusal.value.response["Error"]["Code"] == "AccessDeniedException"
    assert "Neither the global service principal states.amazonaws.com" in str(refusal.value)


def test_a_role_may_name_the_account_and_the_machines_that_it_trusts_step_functions_for(strict: LocalCloud) -> None:
    condition = {
        "StringEquals": {"aws:SourceAccount": strict.account},
        "ArnLike": {"aws:SourceArn": f"arn:aws:states:*:{strict.account}:stateMachine:*"},
    }
    arn = trusting(strict, "guarded-trust", STATES, condition)

    machine = create(strict, PASS, roleArn=arn)

    assert ended(strict, start(strict, machine))["status"] == "SUCCEEDED"


def test_an_update_to_a_role_that_does_not_trust_step_functions_is_refused(strict: LocalCloud) -> None:
    machine = create(strict, PASS, roleArn=trusting(strict, "good", STATES, {}))
    bad = trusting(strict, "bad", "lambda.amazonaws.com", {})

    with pytest.raises(ClientError, match="is authorized to assume the provided role"):
        strict.client("stepfunctions").update_state_machine(stateMachineArn=machine, roleArn=bad)


def test_a_stack_whose_machine_has_no_role_to_assume_rolls_back(strict: LocalCloud) -> None:
    bad = trusting(strict, "bad-in-stack", "lambda.amazonaws.com", {})
    properties = {"RoleArn": bad, "DefinitionString": json.dumps(PASS)}
    template = {"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}

    stack = create_stack(strict, "untrusted", template)

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    events = strict.client("cloudformation").describe_stack_events(StackName="untrusted")["StackEvents"]
    reasons = [event.get("ResourceStatusReason", "") for event in events]
    assert any("is authorized to assume the provided role" in reason for reason in reasons), reasons


def trusting(cloud: LocalCloud, name: str, service: str, condition: dict[str, Any]) -> str:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole", "Condition": condition}
    made = cloud.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document(trust)))
    return str(made["Role"]["Arn"])
