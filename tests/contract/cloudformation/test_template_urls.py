"""TemplateURL: every S3 form, and the version that a policy can pin."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.cloudformation.deployments import described, queue
from tests.local_cloud import LocalCloud


@pytest.fixture(scope="module")
def bucket(cloud: LocalCloud) -> tuple[str, str]:
    """Return a bucket with two versions of `a template.json`, and the id of the first."""
    s3, name = cloud.client("s3"), f"templates-{cloud.account}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": cloud.region})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    versions = [
        s3.put_object(Bucket=name, Key="a template.json", Body=json.dumps({"Resources": {"Q": queue(text)}}).encode())
        for text in ("first", "second")
    ]
    return name, versions[0]["VersionId"]


def queue_name(cloud: LocalCloud, stack: str, url: str) -> Any:
    client = cloud.client("cloudformation")
    made = client.create_change_set(StackName=stack, ChangeSetName="c", ChangeSetType="CREATE", TemplateURL=url)
    assert described(cloud, made["Id"])["Status"] == "CREATE_COMPLETE"
    body = client.get_template(ChangeSetName=made["Id"])["TemplateBody"]
    return body["Resources"]["Q"]["Properties"]["QueueName"]


@pytest.mark.parametrize(
    "form",
    [
        "{endpoint}/{bucket}/{key}",
        "https://s3.eu-central-1.amazonaws.com/{bucket}/{key}",
        "https://s3.amazonaws.com/{bucket}/{key}",
        "https://{bucket}.s3.eu-central-1.amazonaws.com/{key}",
        "https://{bucket}.s3.amazonaws.com/{key}",
        "https://{bucket}.s3.dualstack.eu-central-1.amazonaws.com/{key}",
    ],
)
def test_every_form_of_an_s3_address_is_read(
    cloud: LocalCloud, bucket: tuple[str, str], stack_name: str, form: str
) -> None:
    url = form.format(endpoint=cloud.endpoint, bucket=bucket[0], key="a%20template.json")

    assert queue_name(cloud, stack_name, url) == "second"


def test_the_version_in_the_address_counts(cloud: LocalCloud, bucket: tuple[str, str], stack_name: str) -> None:
    url = f"https://{bucket[0]}.s3.eu-central-1.amazonaws.com/a%20template.json?versionId={bucket[1]}"

    assert queue_name(cloud, stack_name, url) == "first"


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://s3.amazonaws.com/{bucket}/none", "S3 error: The specified key does not exist."),
        ("s3://{bucket}/a", "TemplateURL must be a supported URL."),
        ("https://example.com/a/template.json", "TemplateURL must be a supported URL."),
    ],
)
def test_an_address_without_a_template_is_refused(
    cloud: LocalCloud, bucket: tuple[str, str], stack_name: str, url: str, text: str
) -> None:
    with pytest.raises(ClientError) as refusal:
        queue_name(cloud, stack_name, url.format(bucket=bucket[0]))

    assert refusal.value.response["Error"]["Code"] == "ValidationError"
    assert refusal.value.response["Error"]["Message"].startswith(text)
