"""How long an address is tried at which nobody answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError

from workflow_updater.cloud.aws import clients as rooms
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.aws.stacks import AwsStacks
from workflow_updater.errors import CloudUnavailable

URL = "http://127.0.0.1:9"
STACK = b"""<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>
<Stacks><member><StackName>s</StackName><StackId>arn</StackId><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>
</DescribeStacksResult></DescribeStacksResponse>"""


class Body:
    def stream(self, **_: object) -> list[bytes]:
        return [STACK]


def answer() -> AWSResponse:
    return AWSResponse(URL, 200, {}, Body())


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> Clients:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    session = boto3.Session(region_name="eu-central-1", aws_access_key_id="a", aws_secret_access_key="b")
    return Clients(session, endpoint_url=URL, environ={})


def answering(clients: Clients, *answers: Callable[[], AWSResponse]) -> list[object]:
    """Let the next attempts be answered so, the last one for ever; return the list in which each attempt is noted."""
    attempts: list[object] = []

    def send(request: object, **_: Any) -> AWSResponse:
        attempts.append(request)
        return answers[min(len(attempts), len(answers)) - 1]()

    clients.get("cloudformation").meta.events.register("before-send", send)
    return attempts


def failing(error: Exception) -> Callable[[], AWSResponse]:
    def fail() -> AWSResponse:
        raise error

    return fail


NOBODY = [EndpointConnectionError(endpoint_url=URL), ConnectTimeoutError(endpoint_url=URL)]


@pytest.mark.parametrize("error", NOBODY)
def test_an_address_where_nobody_ever_answered_is_tried_twice(clients: Clients, error: Exception) -> None:
    attempts = answering(clients, failing(error))

    with pytest.raises(CloudUnavailable, match=URL):
        AwsStacks(clients).describe("s")

    assert len(attempts) == 2


@pytest.mark.parametrize("error", NOBODY)
def test_one_that_answered_before_is_tried_as_often_as_everything(clients: Clients, error: Exception) -> None:
    attempts = answering(clients, answer, failing(error))
    AwsStacks(clients).describe("s")

    with pytest.raises(CloudUnavailable):
        AwsStacks(clients).describe("s")

    assert len(attempts) == 1 + rooms.ATTEMPTS


def test_a_connection_that_is_lost_the_first_time_is_made_again(clients: Clients) -> None:
    answering(clients, failing(NOBODY[0]), answer)

    stack = AwsStacks(clients).describe("s")

    assert stack is not None


def test_somebody_who_hangs_up_is_somebody(clients: Clients) -> None:
    attempts = answering(clients, failing(ConnectionClosedError(endpoint_url=URL)))

    with pytest.raises(CloudUnavailable):
        AwsStacks(clients).describe("s")

    assert len(attempts) == rooms.ATTEMPTS
