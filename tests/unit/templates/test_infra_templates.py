"""The bucket and the macro stand as firmly as they are meant to."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from tests.unit.templates.shipped import ROOT, resources, statements, template

BUCKET = ROOT / "templates" / "workflow_bucket.yaml"
MACRO = ROOT / "templates" / "macro.yaml"
SEED = [ROOT / "tests" / "fixtures" / f"seed_template{variant}.json" for variant in ("", "_plain_string")]


def test_the_bucket_keeps_every_version_encrypted_and_to_itself() -> None:
    (bucket,) = resources(BUCKET, "AWS::S3::Bucket").values()

    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert bucket["PublicAccessBlockConfiguration"] == dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )
    assert "LifecycleConfiguration" not in bucket  # a release that expired could not be rolled back to


def test_the_bucket_and_its_policy_outlive_their_stack() -> None:
    for name, resource in template(BUCKET)["Resources"].items():
        policies = resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")
        assert (name, *policies) == (name, "Retain", "Retain")


def test_the_bucket_takes_nothing_but_tls() -> None:
    (policy,) = resources(BUCKET, "AWS::S3::BucketPolicy").values()
    statement = policy["PolicyDocument"]["Statement"][0]

    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert len(statement["Resource"]) == 2  # the bucket and what is in it


def test_nobody_overwrites_or_deletes_a_record_of_a_release() -> None:
    (policy,) = resources(BUCKET, "AWS::S3::BucketPolicy").values()
    once, kept = policy["PolicyDocument"]["Statement"][1:]
    below = [{"Fn::Sub": "${Bucket.Arn}/releases/*"}, {"Fn::Sub": "${Bucket.Arn}/*/releases/*"}]

    assert (once["Effect"], once["Principal"], once["Action"]) == ("Deny", "*", "s3:PutObject")
    assert once["Condition"] == {"Null": {"s3:if-none-match": "true"}}
    assert (kept["Effect"], kept["Principal"]) == ("Deny", "*")
    assert kept["Action"] == ["s3:DeleteObject", "s3:DeleteObjectVersion"]
    assert "Condition" not in kept
    assert (once["Resource"], kept["Resource"]) == (below, below)


def test_the_macro_reads_its_buckets_writes_its_log_and_nothing_else() -> None:
    allowed = {action: statement for _, statement in statements(MACRO) for action in list_of(statement["Action"])}

    assert set(allowed) == {
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }
    assert allowed["logs:PutLogEvents"]["Resource"] == {"Fn::GetAtt": ["LogGroup", "Arn"]}


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
@pytest.mark.parametrize("buckets", [["one"], ["one", "two"], ["one", "two", "three"], ["one", "two", "three", "four"]])
def test_the_macro_reads_each_of_its_buckets_in_every_partition(partition: str, buckets: list[str]) -> None:
    known = {"AWS::Partition": partition, "WorkflowBuckets": ",".join(buckets)}
    read, listed = (
        {evaluated(one, known) for one in statement["Resource"]}
        for _, statement in statements(MACRO)
        if "s3:" in list_of(statement["Action"])[0]
    )

    assert read == {f"arn:{partition}:s3:::{bucket}/*" for bucket in buckets}
    assert listed == {f"arn:{partition}:s3:::{bucket}" for bucket in buckets}


def test_more_buckets_than_the_macro_could_read_are_not_accepted() -> None:
    pattern = template(MACRO)["Parameters"]["WorkflowBuckets"]["AllowedPattern"]

    assert re.fullmatch(pattern, ",".join(["bucket"] * 4))
    assert not re.fullmatch(pattern, ",".join(["bucket"] * 5))


def test_templates_name_the_alias_so_that_new_code_takes_over_at_once() -> None:
    (macro,) = resources(MACRO, "AWS::CloudFormation::Macro").values()

    assert macro["FunctionName"] == {"Ref": "Alias"}
    assert template(MACRO)["Resources"]["Alias"]["Type"] == "AWS::Lambda::Alias"


def test_whatever_a_version_freezes_makes_a_new_version() -> None:
    resource = template(MACRO)["Resources"]["Version"]["Properties"]
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("eu-central-1", "AWS::Lambda::Version").schema

    assert "/properties/Description" in schema["createOnlyProperties"]
    for parameter in ("CodeKey", "WorkflowBuckets", "SnapStart"):
        assert f"${{{parameter}}}" in resource["Description"]["Fn::Sub"]


def test_the_description_of_a_version_fits_its_limit() -> None:
    limits = {name: one.get("MaxLength") for name, one in template(MACRO)["Parameters"].items()}

    # source: botocore's lambda model, shape Description, at most 256; SnapStart is PublishedVersions at the longest
    assert limits["CodeKey"] + 1 + len("PublishedVersions") + 1 + limits["WorkflowBuckets"] <= 256


def test_the_seeds_template_asks_for_the_macro_in_both_ways_it_can_be_written() -> None:
    listed, plain = (json.loads(path.read_text("utf-8")) for path in SEED)

    assert listed["Transform"] == ["StepFunctionWorkflowInjector"]
    assert listed == plain | {"Transform": [plain["Transform"]]}


def evaluated(value: Any, known: dict[str, str]) -> Any:
    """Return what CloudFormation makes of the intrinsics that name the macro's buckets."""
    match value:
        case {"Ref": name}:
            return known[name]
        case {"Fn::Sub": [str(text), dict(more)]}:
            return evaluated({"Fn::Sub": text}, known | {name: evaluated(one, known) for name, one in more.items()})
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{([^}]+)\}", lambda found: known[found[1]], text)
        case {"Fn::Select": [index, items]}:
            return evaluated(items, known)[int(index)]
        case {"Fn::Split": [delimiter, text]}:
            return evaluated(text, known).split(delimiter)
    raise AssertionError(value)


def list_of(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
