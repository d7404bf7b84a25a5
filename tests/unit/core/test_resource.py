from __future__ import annotations

import pytest

from workflow_updater.core.services.resource import parse_resource


@pytest.mark.parametrize(
    ("text", "kind", "integration", "pattern"),
    [
        ("arn:aws:states:::lambda:invoke", "integration", "lambda:invoke", ""),
        ("arn:aws-cn:states:::sqs:sendMessage.waitForTaskToken", "integration", "sqs:sendMessage", "waitForTaskToken"),
        ("arn:aws:states:::states:startExecution.sync:2", "integration", "states:startExecution", "sync:2"),
        (
            "arn:aws:states:eu-central-1:111122223333:athena:getQueryResults",
            "integration",
            "athena:getQueryResults",
            "",
        ),
        ("arn:aws:states:::aws-sdk:s3:getObject", "sdk", "s3:getObject", ""),
        ("arn:${AWS::Partition}:states:::aws-sdk:ec2:stopInstances", "sdk", "ec2:stopInstances", ""),
        ("arn:aws:states:${AWS::Region}:${AWS::AccountId}:ecs:runTask.sync", "integration", "ecs:runTask", "sync"),
        ("arn:aws:states:::${Own.Service}:${Own.Action}.sync", "integration", "${Own.Service}:${Own.Action}", "sync"),
        ("arn:aws:states:::glue:${Action}", "integration", "glue:${Action}", ""),
    ],
)
def test_an_integration_is_taken_apart_whatever_placeholders_it_has(text, kind, integration, pattern):
    resource = parse_resource(text)

    assert (resource.kind, resource.integration, resource.pattern) == (kind, integration, pattern)


@pytest.mark.parametrize(
    ("text", "name", "qualifier"),
    [
        ("arn:aws:lambda:eu-central-1:111122223333:function:hello", "hello", None),
        ("arn:aws:lambda:eu-central-1:111122223333:function:hello:$LATEST", "hello", "$LATEST"),
        ("arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-x:7", "${AWS::StackName}-x", "7"),
        ("arn:aws:lambda:eu-central-1:111122223333:function:hello:", "hello", ""),
        ("arn:aws:lambda:::function:hello", "hello", None),
    ],
)
def test_a_function_has_a_name_and_perhaps_a_qualifier(text, name, qualifier):
    resource = parse_resource(text)

    assert (resource.kind, resource.integration) == ("function", "lambda:invoke")
    assert (resource.name, resource.qualifier) == (name, qualifier)


def test_an_activity_is_no_integration():
    resource = parse_resource("arn:aws:states:eu-central-1:111122223333:activity:approve")

    assert (resource.kind, resource.name, resource.region) == ("activity", "approve", "eu-central-1")


@pytest.mark.parametrize(
    "text",
    [
        "${FunctionArn}",
        "${Prefix}:hello",
        "arn:aws:${Service}:::${Rest}",
        "arn:aws:lambda:::${Rest}",
        "arn:aws:states:::${X}",
    ],
)
def test_a_placeholder_may_leave_open_what_is_named(text):
    assert parse_resource(text).kind == "open"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "none"),
        ("hello", "none"),
        ("arn:aws:lambda", "none"),
        ('${"not": a}', "none"),
        ("arn:aws:swf:us-east-1:123456789012:task:X", "other"),
        ("arn:aws:states:eu-central-1:111122223333:stateMachine", "other"),
        ("arn:aws:lambda:eu-central-1:111122223333:layer:x", "other"),
    ],
)
def test_what_names_no_task_is_told_apart(text, kind):
    assert parse_resource(text).kind == kind


def test_the_text_is_kept_as_it_was_written():
    text = "arn:${AWS::Partition}:states:::lambda:invoke"

    assert (parse_resource(text).text, parse_resource(text).partition) == (text, "${AWS::Partition}")
