"""What the policies of a role allow."""

from __future__ import annotations

from typing import Any

import pytest

from workflow_updater.core.permissions.grant import Grant
from workflow_updater.core.permissions.policy import statements, verdict

QUEUE = "arn:aws:sqs:eu-central-1:111122223333:orders"
SEND = Grant("sqs:SendMessage", QUEUE)
PASS = Grant("iam:PassRole", "arn:aws:iam::1:role/r", (("StringEquals", "iam:PassedToService", "ecs.amazonaws.com"),))


def allow(action: object = "sqs:SendMessage", resource: object = QUEUE, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(**more: Any) -> dict[str, Any]:
    return {**allow(**more), "Effect": "Deny"}


def judged(grant: Grant, *listed: dict[str, Any]) -> str:
    return verdict(grant, statements({"Statement": list(listed)}, "own"))[0]


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("sqs:SendMessage", QUEUE, "allowed"),
        ("SQS:sendmessage", QUEUE, "allowed"),
        ("sqs:*", "*", "allowed"),
        ("*", "*", "allowed"),
        ("sqs:Send*", "arn:aws:sqs:*:*:order?", "allowed"),
        (["sqs:GetQueueUrl", "sqs:SendMessage"], ["arn:aws:sqs:::x", QUEUE], "allowed"),
        ("sqs:GetQueueUrl", QUEUE, "missing"),
        ("sqs:SendMessage", QUEUE.upper(), "missing"),
        ("sqs:SendMessage", "arn:aws:sqs:eu-central-1:111122223333:invoices", "missing"),
        ("sqs:SendMessage", "arn:aws:sqs:*:*:${aws:PrincipalTag/queue}", "partly"),
    ],
)
def test_actions_and_resources_are_matched_as_iam_does(action: object, resource: object, expected: str) -> None:
    assert judged(SEND, allow(action, resource)) == expected


def test_a_need_that_is_wider_than_what_is_allowed_is_partly_allowed() -> None:
    assert judged(Grant("sqs:SendMessage", "arn:aws:sqs:*:*:*"), allow()) == "partly"


def test_without_statements_nothing_is_allowed() -> None:
    assert judged(SEND) == "missing"


def test_a_deny_wins_over_every_allow_whichever_comes_first() -> None:
    assert judged(SEND, allow("*", "*"), deny()) == "denied"
    assert judged(SEND, deny(action="sqs:*", resource="*"), allow()) == "denied"


def test_a_deny_of_something_else_says_nothing() -> None:
    assert judged(SEND, allow(), deny(resource="arn:aws:sqs:eu-central-1:111122223333:invoices")) == "allowed"


def test_a_deny_under_a_condition_leaves_it_open() -> None:
    assert judged(SEND, allow(), deny(Condition={"Bool": {"aws:SecureTransport": "false"}})) == "conditional"


def test_a_deny_of_a_part_leaves_it_open() -> None:
    needed = Grant("s3:GetObject", "arn:aws:s3:::orders/*")
    listed = [allow("s3:*", "*"), deny(action="s3:*", resource="arn:aws:s3:::orders/secret/*")]

    assert judged(needed, *listed) == "conditional"


def test_not_action_and_not_resource_allow_all_else() -> None:
    assert judged(SEND, {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}) == "allowed"
    assert judged(SEND, {"Effect": "Allow", "NotAction": "sqs:*", "Resource": "*"}) == "missing"
    assert judged(SEND, {"Effect": "Allow", "Action": "sqs:*", "NotResource": "arn:aws:sqs:*:*:secret"}) == "allowed"
    assert judged(SEND, {"Effect": "Allow", "Action": "sqs:*", "NotResource": "arn:aws:sqs:*:*:*"}) == "missing"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"iam:PassedToService": "ecs.amazonaws.com"}}, "allowed"),
        ({"StringEquals": {"IAM:passedtoservice": ["x", "ecs.amazonaws.com"]}}, "allowed"),
        ({"StringLike": {"iam:PassedToService": "ecs*"}}, "allowed"),
        ({"StringEqualsIfExists": {"iam:PassedToService": "ecs.amazonaws.com"}}, "allowed"),
        ({"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}, "missing"),
        ({"StringNotEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}, "allowed"),
        ({"StringNotEquals": {"iam:PassedToService": "ecs.amazonaws.com"}}, "missing"),
        ({"StringEquals": {"aws:ResourceTag/team": "orders"}}, "conditional"),
        ({"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}}, "conditional"),
        ({"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com", "aws:x": "y"}}, "missing"),
        ({"StringEquals": {"iam:PassedToService": "*"}}, "missing"),
        ({"StringEquals": {"iam:PassedToService": "ecs?amazonaws.com"}}, "missing"),
        ({"StringEquals": {"iam:PassedToService": "ECS.amazonaws.com"}}, "missing"),
        ({"StringEqualsIgnoreCase": {"iam:PassedToService": "ECS.amazonaws.com"}}, "allowed"),
        ({"StringNotEqualsIgnoreCase": {"iam:PassedToService": "ECS.amazonaws.com"}}, "missing"),
        ({"StringNotEquals": {"iam:PassedToService": "*"}}, "allowed"),
        ({"StringNotLike": {"iam:PassedToService": "*.amazonaws.com"}}, "missing"),
        ({"ArnLike": {"iam:PassedToService": "ecs*"}}, "allowed"),
        ({"ArnNotEquals": {"iam:PassedToService": "ecs*"}}, "missing"),
        ({"StringEquals": {"iam:PassedToService": "${Service}"}}, "conditional"),
        ({"StringNotEquals": {"iam:PassedToService": "${Service}"}}, "conditional"),
        ({"StringNotEquals": {"iam:PassedToService": "${aws:PrincipalTag/service}"}}, "conditional"),
        ({"StringEquals": {}}, "allowed"),
        ({"StringEquals": "odd"}, "conditional"),
        ("${?an intrinsic}", "conditional"),
    ],
)
def test_a_condition_is_judged_as_far_as_the_request_is_known(condition: object, expected: str) -> None:
    assert judged(PASS, allow("iam:PassRole", "*", Condition=condition)) == expected


def test_the_deciding_statement_is_named() -> None:
    found = statements({"Statement": {**deny(), "Sid": "Never"}}, "guard")

    assert verdict(SEND, found) == ("denied", "guard/Never")


@pytest.mark.parametrize("document", [None, [], {}, {"Statement": None}, {"Statement": ["x"]}, {"Statement": [{}]}])
def test_what_is_no_policy_allows_nothing(document: object) -> None:
    assert verdict(SEND, statements(document, "odd"))[0] == "missing"


UNKNOWN = '${?("Fn::If": ["Prod", "a", "b"])}'


@pytest.mark.parametrize(
    "statement",
    [
        allow(action=UNKNOWN),
        allow(action=["sqs:GetQueueUrl", UNKNOWN]),
        allow(action=f"sqs:{UNKNOWN}"),
        {"Effect": "Allow", "NotAction": UNKNOWN, "Resource": "*"},
        {"Effect": "Allow", "NotAction": ["iam:*", UNKNOWN], "Resource": "*"},
        {**allow(), "Effect": UNKNOWN},
        allow(Condition=UNKNOWN),
    ],
)
def test_what_a_template_decides_elsewhere_is_neither_allowed_nor_missing(statement: dict[str, Any]) -> None:
    assert judged(SEND, statement) == "conditional"


@pytest.mark.parametrize(
    "statement",
    [
        allow(action=UNKNOWN, resource="arn:aws:sqs:eu-central-1:111122223333:invoices"),
        {"Effect": "Allow", "NotAction": ["sqs:*", UNKNOWN], "Resource": "*"},
    ],
)
def test_what_cannot_speak_of_it_in_any_case_allows_nothing(statement: dict[str, Any]) -> None:
    assert judged(SEND, statement) == "missing"


def test_an_action_that_is_told_beside_unknown_ones_is_allowed() -> None:
    assert judged(SEND, allow(action=["sqs:SendMessage", UNKNOWN])) == "allowed"


@pytest.mark.parametrize(
    "doubtful",
    [
        deny(action=UNKNOWN, resource="*"),
        deny(Condition=UNKNOWN),
        {**deny(), "Effect": UNKNOWN},
        {"Effect": "Deny", "NotAction": ["s3:*", UNKNOWN], "Resource": "*"},
        deny(resource=UNKNOWN),
    ],
)
def test_a_deny_that_may_hit_is_never_taken_for_none(doubtful: dict[str, Any]) -> None:
    assert judged(SEND, allow("*", "*"), doubtful) == "conditional"


def test_a_deny_that_compares_with_a_value_of_the_template_leaves_it_open() -> None:
    condition = {"StringEquals": {"iam:PassedToService": "${Service}"}}

    assert judged(PASS, allow("*", "*"), deny(action="*", resource="*", Condition=condition)) == "conditional"


def test_a_deny_of_all_but_something_hits_everything_else() -> None:
    but_reading = {"Effect": "Deny", "NotAction": "sqs:Get*", "Resource": "*"}
    elsewhere = {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:sqs:eu-central-1:111122223333:invoices"}

    assert judged(SEND, allow("*", "*"), but_reading) == "denied"
    assert judged(SEND, allow("*", "*"), elsewhere) == "denied"
    assert judged(SEND, allow("*", "*"), {**elsewhere, "NotResource": QUEUE}) == "allowed"
