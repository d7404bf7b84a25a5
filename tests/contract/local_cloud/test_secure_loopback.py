"""A bucket that takes only TLS takes what comes over the loopback interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local_cloud import LocalCloud, serving


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalCloud, LocalCloud]]:
    """A server that enforces IAM, seen by its root and by a user who may read objects."""
    with serving(tmp_path_factory.mktemp("secure"), auth=True) as root:
        iam = root.client("iam")
        iam.create_user(UserName="reader")
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
        iam.put_user_policy(UserName="reader", PolicyName="p", PolicyDocument=policy(statement))
        key = iam.create_access_key(UserName="reader")["AccessKey"]
        user = root.seen_by(key["AccessKeyId"], key["SecretAccessKey"])
        yield root, user
        user.close()


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def bucket_that_denies(root: LocalCloud, name: str, *, secure: str) -> None:
    s3 = root.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": root.region})
    s3.put_object(Bucket=name, Key="k", Body=b"content")
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": f"arn:aws:s3:::{name}/*",
        "Condition": {"Bool": {"aws:SecureTransport": secure}},
    }
    s3.put_bucket_policy(Bucket=name, Policy=policy(statement))


def test_a_bucket_that_denies_insecure_transport_is_read(reader: tuple[LocalCloud, LocalCloud]) -> None:
    root, user = reader
    bucket_that_denies(root, "only-tls", secure="false")
    body = user.client("s3").get_object(Bucket="only-tls", Key="k")["Body"]
    with body:
        assert body.read() == b"content"


def test_a_bucket_that_denies_secure_transport_is_not(reader: tuple[LocalCloud, LocalCloud]) -> None:
    root, user = reader
    bucket_that_denies(root, "never-tls", secure="true")

    with pytest.raises(ClientError, match="AccessDenied"):
        user.client("s3").get_object(Bucket="never-tls", Key="k")
