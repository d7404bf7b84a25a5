"""Tasks call the services of the local cloud and fail with AWS's error names."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract.functions.deployed import deploy
from tests.contract.state_machines.machines import create, error, one_state, output, run
from tests.local_cloud import LocalCloud

PUT_ONCE = {
    "TableName": "cases",
    "Item": {"id": {"S": "C-1"}, "lower": {"M": {"inner": {"S": "x"}}}},
    "ConditionExpression": "attribute_not_exists(id)",
}


@pytest.fixture
def table(own_account: LocalCloud) -> str:
    own_account.client("dynamodb").create_table(
        TableName="cases",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return "cases"


def task(resource: str, **parameters: Any) -> dict[str, Any]:
    return one_state({"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": parameters})


def test_lambda_invoke_gives_the_functions_answer_as_payload(own_account: LocalCloud) -> None:
    deploy(own_account, "echo", "def handler(event, context): return {'got': event}")

    result = output(own_account, task("lambda:invoke", FunctionName="echo", **{"Payload.$": "$"}), {"a": 1})

    assert result["Payload"] == {"got": {"a": 1}}
    assert result["StatusCode"] == 200


def test_a_functions_arn_as_resource_gives_the_answer_itself(own_account: LocalCloud) -> None:
    arn = deploy(own_account, "echo", "def handler(event, context): return {'got': event}")

    assert output(own_account, one_state({"Type": "Task", "Resource": arn}), {"a": 1}) == {"got": {"a": 1}}


def test_an_exception_is_caught_by_its_name(own_account: LocalCloud) -> None:
    source = "class CaseNotFound(Exception): ...\ndef handler(event, context): raise CaseNotFound('C-1')"
    deploy(own_account, "lookup", source)
    definition = {
        "StartAt": "Look",
        "States": {
            "Look": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {"FunctionName": "lookup"},
                "Catch": [{"ErrorEquals": ["CaseNotFound"], "Next": "Missing"}],
                "End": True,
            },
            "Missing": {"Type": "Pass", "Result": "missing", "End": True},
        },
    }

    assert output(own_account, definition) == "missing"


def test_a_functions_timeout_is_sandbox_timedout(own_account: LocalCloud) -> None:
    deploy(own_account, "slow", "import time\ndef handler(event, context): time.sleep(9)", Timeout=1)

    assert error(own_account, task("lambda:invoke", FunctionName="slow"))[0] == "Sandbox.Timedout"


def test_a_task_is_tried_again_as_its_retry_says(own_account: LocalCloud) -> None:
    source = """
    calls = []
    def handler(event, context):
        calls.append(1)
        if len(calls) < 2: raise ConnectionError("again")
        return len(calls)
    """
    deploy(own_account, "flaky", source)
    retry = [{"ErrorEquals": ["ConnectionError"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    definition = task("lambda:invoke", FunctionName="flaky")
    definition["States"]["Only"]["Retry"] = retry

    assert output(own_account, definition)["Payload"] == 2


@pytest.mark.usefixtures("table")
def test_a_conditional_put_fails_with_the_optimized_name(own_account: LocalCloud) -> None:
    definition = task("dynamodb:putItem", **PUT_ONCE)
    output(own_account, definition)

    name, cause = error(own_account, definition)

    assert name == "DynamoDB.ConditionalCheckFailedException"
    assert "Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException" in cause


@pytest.mark.usefixtures("table")
def test_a_conditional_put_fails_with_the_sdks_name(own_account: LocalCloud) -> None:
    definition = task("aws-sdk:dynamodb:putItem", **PUT_ONCE)
    output(own_account, definition)

    assert error(own_account, definition)[0] == "DynamoDb.ConditionalCheckFailedException"


@pytest.mark.usefixtures("table")
def test_an_items_attributes_keep_their_names(own_account: LocalCloud) -> None:
    output(own_account, task("dynamodb:putItem", **PUT_ONCE))

    found = output(own_account, task("dynamodb:getItem", TableName="cases", Key={"id": {"S": "C-1"}}))

    assert found["Item"] == PUT_ONCE["Item"]


@pytest.mark.parametrize(
    ("resource", "parameters", "name"),
    [
        ("lambda:invoke", {"FunctionName": "nobody"}, "Lambda.ResourceNotFoundException"),
        ("aws-sdk:s3:getObject", {"Bucket": "no-such-bucket", "Key": "k"}, "S3.NoSuchBucketException"),
        ("aws-sdk:cloudformation:describeStacks", {"StackName": "none"}, "CloudFormation.CloudFormationException"),
        ("aws-sdk:sfn:describeExecution", {"ExecutionArn": "arn:x"}, "Sfn.ExecutionDoesNotExistException"),
        ("aws-sdk:secretsmanager:getSecretValue", {"SecretId": "n"}, "SecretsManager.ResourceNotFoundException"),
        ("states:startExecution", {"StateMachineArn": "arn:x"}, "StepFunctions.StateMachineDoesNotExistException"),
    ],
)
def test_what_is_not_there_fails_with_the_services_name(
    own_account: LocalCloud, resource: str, parameters: dict[str, Any], name: str
) -> None:
    assert error(own_account, task(resource, **parameters))[0] == name


def test_an_object_is_written_and_read_through_the_sdk_integration(own_account: LocalCloud) -> None:
    bucket = f"bucket-{own_account.account}"
    own_account.client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": own_account.region}
    )

    output(own_account, task("aws-sdk:s3:putObject", Bucket=bucket, Key="k", Body={"a": 1}))

    assert output(own_account, task("aws-sdk:s3:getObject", Bucket=bucket, Key="k"))["Body"] == '{"a":1}'


def test_messages_are_sent_as_json_text(own_account: LocalCloud) -> None:
    queues = own_account.client("sqs")
    queue = queues.create_queue(QueueName="work")["QueueUrl"]
    topic = own_account.client("sns").create_topic(Name="news")["TopicArn"]

    sent = output(own_account, task("sqs:sendMessage", QueueUrl=queue, MessageBody={"a": 1}))
    published = output(own_account, task("sns:publish", TopicArn=topic, Message={"a": 1}))

    (message,) = queues.receive_message(QueueUrl=queue, WaitTimeSeconds=2)["Messages"]
    assert json.loads(message["Body"]) == {"a": 1}
    assert sent["MessageId"] == message["MessageId"]
    assert published["MessageId"]


def test_a_nested_execution_is_waited_for_and_its_output_is_json(own_account: LocalCloud) -> None:
    child = create(own_account, one_state({"Type": "Pass", "Parameters": {"got.$": "$.a"}}))

    result = output(own_account, task("states:startExecution.sync:2", StateMachineArn=child, Input={"a": 1}))

    assert result["Status"] == "SUCCEEDED"
    assert result["Output"] == {"got": 1}


def test_a_nested_execution_that_fails_fails_the_task(own_account: LocalCloud) -> None:
    child = create(own_account, one_state({"Type": "Fail", "Error": "Sad"}))

    name, cause = error(own_account, task("states:startExecution.sync:2", StateMachineArn=child))

    assert name == "States.TaskFailed"
    assert json.loads(cause)["Error"] == "Sad"


def test_a_task_that_takes_too_long_is_states_timeout(own_account: LocalCloud) -> None:
    deploy(own_account, "slow", "import time\ndef handler(event, context): time.sleep(1.5)")
    definition = task("lambda:invoke", FunctionName="slow")
    definition["States"]["Only"]["TimeoutSeconds"] = 1

    assert run(own_account, definition)["error"] == "States.Timeout"
