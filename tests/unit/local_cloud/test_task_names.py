"""The names that Step Functions takes from the AWS SDK for Java."""

from __future__ import annotations

import pytest

from workflow_updater.local_cloud.state_machines.task_names import boto3_service, java_exception, java_service


@pytest.mark.parametrize(
    ("service_id", "name"),
    [
        ("DynamoDB", "DynamoDb"),
        ("SFN", "Sfn"),
        ("S3", "S3"),
        ("MediaLive", "MediaLive"),
        ("MediaPackage Vod", "MediaPackageVod"),
        ("ACM PCA", "AcmPca"),
        ("CloudFormation", "CloudFormation"),
        ("Secrets Manager", "SecretsManager"),
        ("EC2", "Ec2"),
        ("IoT", "Iot"),
    ],
)
def test_a_service_is_named_as_in_java(service_id: str, name: str) -> None:
    assert java_service(service_id) == name


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("NoSuchKey", "S3.NoSuchKeyException"),
        ("ConflictException", "S3.ConflictException"),
        ("TooManyFault", "S3.TooManyException"),
        (None, "S3.S3Exception"),
    ],
)
def test_an_error_is_named_as_in_java(shape: str | None, name: str) -> None:
    assert java_exception("S3", shape) == name


@pytest.mark.parametrize(
    ("in_arn", "name"),
    [
        ("sfn", "stepfunctions"),
        ("mediapackagevod", "mediapackage-vod"),
        ("secretsmanager", "secretsmanager"),
        ("cloudwatchlogs", "logs"),
        ("eventbridge", "events"),
        ("nobody", "nobody"),
    ],
)
def test_a_resource_arn_names_a_service_of_boto3(in_arn: str, name: str) -> None:
    assert boto3_service(in_arn) == name
