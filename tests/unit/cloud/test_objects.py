"""What S3 does only now and then: conflicts, objects without checksum, denials."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from botocore.response import StreamingBody

from tests.fakes.clock import FakeClock
from tests.unit.cloud.stubbed import stubbed
from workflow_updater.cloud.aws.objects import CONFLICT_ATTEMPTS, AwsObjects
from workflow_updater.cloud.aws.whole_object import ATTEMPTS
from workflow_updater.core.definition.document import MAX_BYTES
from workflow_updater.errors import AccessDenied, CloudUnavailable, Refused, StackBusy, UsageError

SHA256 = hashlib.sha256(b"bytes")


def test_the_write_is_conditional_and_carries_its_checksum() -> None:
    sent = {
        "Bucket": "bucket",
        "Key": "key",
        "Body": b"bytes",
        "IfNoneMatch": "*",
        "ChecksumAlgorithm": "SHA256",
        "ChecksumSHA256": base64.b64encode(SHA256.digest()).decode(),
    }
    with stubbed("s3") as (clients, stubber):
        stubber.add_response("put_object", {"VersionId": "v1"}, sent)

        stored = AwsObjects(clients, clock=FakeClock()).put_new("bucket", "key", b"bytes")

    assert ("v1", SHA256.hexdigest()) == (stored.version_id, stored.sha256)


def test_a_conflict_of_two_writers_is_tried_again() -> None:
    clock = FakeClock()
    with stubbed("s3") as (clients, stubber):
        stubber.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
        stubber.add_response("put_object", {"VersionId": "null"})

        stored = AwsObjects(clients, clock=clock).put_new("bucket", "key", b"bytes")

    assert "" == stored.version_id
    assert 1 == len(clock.slept)


def test_a_conflict_without_end_is_told() -> None:
    with stubbed("s3") as (clients, stubber):
        for _ in range(CONFLICT_ATTEMPTS):
            stubber.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)

        with pytest.raises(StackBusy, match="s3://bucket/key"):
            AwsObjects(clients, clock=FakeClock()).put_new("bucket", "key", b"bytes")


def test_an_object_without_checksum_is_compared_by_its_bytes() -> None:
    with stubbed("s3") as (clients, stubber):
        for there in (b"bytes", b"other"):
            stubber.add_client_error("put_object", "PreconditionFailed", http_status_code=412)
            stubber.add_response("head_object", {"VersionId": "v1"})
            stubber.add_response("get_object", {"Body": StreamingBody(io.BytesIO(there), len(there))})
        objects = AwsObjects(clients, clock=FakeClock())

        assert "v1" == objects.put_new("bucket", "key", b"bytes").version_id
        with pytest.raises(Refused, match="holds other bytes"):
            objects.put_new("bucket", "key", b"bytes")


def test_the_checksum_of_a_multipart_upload_is_none_of_the_bytes() -> None:
    with stubbed("s3") as (clients, stubber):
        stubber.add_response("head_object", {"VersionId": "v1", "ChecksumSHA256": "abcd-3"})

        stored = AwsObjects(clients, clock=FakeClock()).head("bucket", "key")

    assert stored is not None
    assert "" == stored.sha256


def test_a_denial_names_the_action_and_the_object() -> None:
    with stubbed("s3") as (clients, stubber):
        stubber.add_client_error("put_object", "AccessDenied", "Access Denied", http_status_code=403)

        with pytest.raises(CloudUnavailable, match="you may not s3:PutObject on s3://bucket/key"):
            AwsObjects(clients, clock=FakeClock()).put_new("bucket", "key", b"bytes")


def test_the_bucket_of_somebody_else_is_no_bucket_to_use() -> None:
    with stubbed("s3") as (clients, stubber):
        expected = {"Bucket": "bucket", "ExpectedBucketOwner": "111122223333"}
        stubber.add_client_error("head_bucket", "403", "Forbidden", http_status_code=403, expected_params=expected)

        with pytest.raises(CloudUnavailable, match="s3:ListBucket on bucket") as told:
            AwsObjects(clients, clock=FakeClock()).bucket_exists("bucket", owner="111122223333")

    assert told.value.hint.endswith("or somebody else has the bucket: it must be of account 111122223333")


def test_an_object_larger_than_a_definition_is_not_read() -> None:
    with stubbed("s3") as (clients, stubber):
        body = StreamingBody(io.BytesIO(b""), 0)
        stubber.add_response("get_object", {"ContentLength": MAX_BYTES + 1, "Body": body}, {"Bucket": "b", "Key": "k"})

        with pytest.raises(UsageError, match="larger than a definition can be"):
            AwsObjects(clients, clock=FakeClock()).get("b", "k")


@pytest.mark.parametrize("broken", [1, ATTEMPTS])
def test_a_body_that_breaks_off_is_asked_for_again_and_not_for_ever(broken: int) -> None:
    with stubbed("s3") as (clients, stubber):
        for _ in range(broken):
            stubber.add_response("get_object", {"ContentLength": 4, "Body": StreamingBody(io.BytesIO(b"ha"), 4)})
        stubber.add_response("get_object", {"ContentLength": 4, "Body": StreamingBody(io.BytesIO(b"half"), 4)})
        objects = AwsObjects(clients, clock=FakeClock())

        if broken < ATTEMPTS:
            assert objects.get("b", "k") == b"half"
        else:
            with pytest.raises(CloudUnavailable, match="s3:GetObject of s3://b/k"):
                objects.get("b", "k")
            assert objects.get("b", "k") == b"half"


def test_denied_is_not_taken_for_missing_when_reading() -> None:
    with stubbed("s3") as (clients, stubber):
        stubber.add_client_error("get_object", "AccessDenied", http_status_code=403)

        with pytest.raises(CloudUnavailable):
            AwsObjects(clients, clock=FakeClock()).get("b", "k")


GUESSABLE = "workflows-111122223333-eu-central-1"
Call = Callable[[AwsObjects, str], object]
CALLS: list[tuple[str, Call]] = [
    ("put_object", lambda objects, bucket: objects.put(bucket, "key", b"bytes")),
    ("put_object", lambda objects, bucket: objects.put_new(bucket, "key", b"bytes")),
    ("head_object", lambda objects, bucket: objects.head(bucket, "key")),
    ("list_objects_v2", lambda objects, bucket: objects.list(bucket, "key")),
    ("get_object", lambda objects, bucket: objects.get(bucket, "key")),
    ("get_object", lambda objects, bucket: objects.newest(bucket, "key", max_bytes=5)),
]


def denied(operation: str, call: Call, bucket: str) -> tuple[dict[str, Any], str]:
    """Return what *call* sends to S3, which denies it, and the cure that is told."""
    sent: list[dict[str, Any]] = []
    with stubbed("s3") as (clients, stubber):
        stubber.add_client_error(operation, "AccessDenied", http_status_code=403)
        events = clients.get("s3").meta.events
        events.register("provide-client-params.s3", lambda params, **_: sent.append(params))
        with pytest.raises(AccessDenied) as told:
            call(AwsObjects(clients, clock=FakeClock()), bucket)
    (only,) = sent
    return only, told.value.hint


@pytest.mark.parametrize(("operation", "call"), CALLS)
def test_every_call_names_the_account_that_a_guessable_bucket_must_be_of(operation: str, call: Call) -> None:
    sent, hint = denied(operation, call, GUESSABLE)

    assert sent["ExpectedBucketOwner"] == "111122223333"
    assert "or somebody else has the bucket: it must be of account 111122223333" in hint


@pytest.mark.parametrize(("operation", "call"), CALLS)
@pytest.mark.parametrize("bucket", ["workflows-of-the-platform-team", "workflows-111122223333-orders-test"])
def test_a_bucket_whose_name_bootstrap_would_not_choose_may_be_of_any(operation: str, call: Call, bucket: str) -> None:
    sent, hint = denied(operation, call, bucket)

    assert "ExpectedBucketOwner" not in sent
    assert "somebody else has the bucket" not in hint


def test_what_is_there_already_is_compared_in_the_accounts_own_bucket_only() -> None:
    owned = {"Bucket": GUESSABLE, "Key": "key", "ExpectedBucketOwner": "111122223333"}
    with stubbed("s3") as (clients, stubber):
        stubber.add_client_error("put_object", "PreconditionFailed", http_status_code=412)
        stubber.add_response("head_object", {"VersionId": "v1"}, {**owned, "ChecksumMode": "ENABLED"})
        stubber.add_response("get_object", {"Body": StreamingBody(io.BytesIO(b"bytes"), 5)}, owned)

        stored = AwsObjects(clients, clock=FakeClock()).put_new(GUESSABLE, "key", b"bytes")

    assert stored.version_id == "v1"
