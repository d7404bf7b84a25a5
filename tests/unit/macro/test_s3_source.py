"""The S3 door, against botocore's stubber: what is asked, and what each answer means."""

from __future__ import annotations

import io

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.response import StreamingBody
from botocore.stub import Stubber

from macro.s3_source import S3Source, connect
from macro.source import ObjectUnavailable
from workflow_updater.core.content_address import Location
from workflow_updater.core.definition.document import MAX_BYTES

PLACE = Location("bucket-1", "orders/x.json", "v1")


@pytest.fixture
def s3():
    client = boto3.client("s3", region_name="eu-central-1")
    with Stubber(client) as stubber:
        yield client, stubber
        stubber.assert_no_pending_responses()
    client.close()


def body(content: bytes) -> dict:
    return {"Body": StreamingBody(io.BytesIO(content), len(content)), "ContentLength": len(content)}


def test_the_named_version_is_read(s3):
    client, stubber = s3
    stubber.add_response("get_object", body(b"{}"), {"Bucket": "bucket-1", "Key": "orders/x.json", "VersionId": "v1"})

    assert S3Source(client)(PLACE) == b"{}"


def test_without_a_version_the_newest_is_read(s3):
    client, stubber = s3
    stubber.add_response("get_object", body(b"{}"), {"Bucket": "bucket-1", "Key": "orders/x.json"})

    assert S3Source(client)(Location("bucket-1", "orders/x.json")) == b"{}"


def test_of_a_large_object_nothing_is_read(s3):
    client, stubber = s3
    stream = io.BytesIO(b"x" * (MAX_BYTES + 1))
    stubber.add_response("get_object", {"Body": StreamingBody(stream, MAX_BYTES + 1), "ContentLength": MAX_BYTES + 1})

    with pytest.raises(ObjectUnavailable) as refused:
        S3Source(client)(PLACE)

    assert refused.value.finding.rule == "E004"
    assert stream.closed


def test_half_an_object_is_not_taken_for_a_whole_one(s3):
    client, stubber = s3
    stubber.add_response("get_object", {"Body": StreamingBody(io.BytesIO(b'{"Sta'), 20), "ContentLength": 20})

    with pytest.raises(ObjectUnavailable, match="IncompleteReadError"):
        S3Source(client)(PLACE)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("NoSuchKey", "E910"),
        ("NoSuchVersion", "E910"),
        ("NoSuchBucket", "E910"),
        ("MethodNotAllowed", "E910"),
        ("AccessDenied", "E911"),
        ("InvalidArgument", "E907"),
        ("InternalError", "E912"),
    ],
)
def test_an_error_of_s3_becomes_a_finding(s3, code: str, rule: str):
    client, stubber = s3
    stubber.add_client_error("get_object", code)

    with pytest.raises(ObjectUnavailable) as refused:
        S3Source(client)(PLACE)

    assert refused.value.finding.rule == rule
    assert "s3://bucket-1/orders/x.json in version v1" in refused.value.finding.message


def test_an_error_of_the_sdk_becomes_a_finding():
    class Unreachable:
        def get_object(self, **_: str) -> dict:
            raise EndpointConnectionError(endpoint_url="https://s3")

    with pytest.raises(ObjectUnavailable) as refused:
        S3Source(Unreachable())(PLACE)

    assert refused.value.finding.rule == "E912"
    assert "EndpointConnectionError" in refused.value.finding.message


def test_connect_takes_region_and_endpoint_from_the_environment(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")

    source = connect()

    assert source._client.meta.endpoint_url == "http://127.0.0.1:4566"
    assert source._client.meta.region_name == "eu-central-1"
    source._client.close()
