"""With IAM switched on, the shipped bucket keeps records: written once, never overwritten, never deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local_cloud import LocalCloud, serving
from tests.unit.templates.test_infra_templates import BUCKET
from workflow_updater.local_cloud.conditional_writes import condition_keys

KEYS = ["releases/orders/Orders/00000001.json", "team/releases/orders/Orders/00000001.json"]


@pytest.fixture(scope="module")
def developer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalCloud, str]]:
    """A user who may do everything with S3, and the bucket of `bootstrap`."""
    with serving(tmp_path_factory.mktemp("auth"), auth=True) as root:
        name = f"workflows-{root.account}"
        stacks, iam = root.client("cloudformation"), root.client("iam")
        parameters = [{"ParameterKey": "BucketName", "ParameterValue": name}]
        stacks.create_stack(StackName="bucket", TemplateBody=BUCKET.read_text("utf-8"), Parameters=parameters)
        stacks.get_waiter("stack_create_complete").wait(StackName="bucket", WaiterConfig={"Delay": 0.1})
        allowed = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        iam.create_user(UserName="dev")
        document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        iam.put_user_policy(UserName="dev", PolicyName="all", PolicyDocument=document)
        key = iam.create_access_key(UserName="dev")["AccessKey"]
        cloud = root.seen_by(key["AccessKeyId"], key["SecretAccessKey"])
        yield cloud, name
        cloud.close()


def code_of(call: Any, **arguments: Any) -> str:
    try:
        call(**arguments)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return ""


@pytest.mark.parametrize("key", KEYS)
def test_a_record_is_written_once_and_stays(developer: tuple[LocalCloud, str], key: str) -> None:
    s3, bucket = developer[0].client("s3"), developer[1]
    place = {"Bucket": bucket, "Key": key}

    assert code_of(s3.put_object, **place, Body=b"1") == "AccessDenied"
    version = s3.put_object(**place, Body=b"1", IfNoneMatch="*")["VersionId"]
    assert code_of(s3.put_object, **place, Body=b"2", IfNoneMatch="*") == "PreconditionFailed"
    assert code_of(s3.put_object, **place, Body=b"2", IfNoneMatch='"etag-of-nothing"') == "NotImplemented"
    assert code_of(s3.put_object, **place, Body=b"2", IfMatch="*") == "AccessDenied"
    assert code_of(s3.delete_object, **place) == "AccessDenied"
    assert code_of(s3.delete_object, **place, VersionId=version) == "AccessDenied"
    assert code_of(s3.create_multipart_upload, **place) == "AccessDenied"
    assert s3.get_object(**place)["Body"].read() == b"1"


def test_definitions_are_written_as_ever(developer: tuple[LocalCloud, str]) -> None:
    s3, bucket = developer[0].client("s3"), developer[1]

    assert code_of(s3.put_object, Bucket=bucket, Key="orders/Orders/x.asl.json", Body=b"1") == ""
    assert code_of(s3.delete_object, Bucket=bucket, Key="orders/Orders/x.asl.json") == ""


def test_only_the_headers_of_conditions_become_keys() -> None:
    assert condition_keys({"If-None-Match": "*", "if-match": '"e"', "x-amz-acl": "private"}) == {
        "s3:if-none-match": "*",
        "s3:if-match": '"e"',
    }
