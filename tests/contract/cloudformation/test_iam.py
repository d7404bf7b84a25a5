"""IAM switched on: who may make and execute change sets, with which conditions, and as whom macros run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.cloudformation.deployments import change_set, create_macros, create_stack, execute, queue
from tests.contract.cloudformation.probe import PROBE
from tests.local_cloud import LocalCloud, serving

CHANGE_SETS = [
    "cloudformation:CreateChangeSet",
    "cloudformation:DescribeChangeSet",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
]
AsUser = Callable[..., LocalCloud]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return a server that enforces IAM, seen by its root, with the macro Probe and the stack `orders`."""
    with serving(tmp_path_factory.mktemp("auth"), auth=True) as cloud:
        create_macros(cloud, PROBE, "Probe")
        create_stack(cloud, "orders", {"Resources": {"Q": queue("orders")}})
        yield cloud


@pytest.fixture
def as_user(root: LocalCloud, request: pytest.FixtureRequest) -> Iterator[AsUser]:
    """Return a function that makes a user with the given statements and returns the cloud as that user sees it."""
    made = []

    def make(*statements: dict[str, Any]) -> LocalCloud:
        iam, name = root.client("iam"), f"{request.node.name[:40]}-{len(made)}".translate(str.maketrans("[]", "--"))
        iam.create_user(UserName=name)
        document = {"Version": "2012-10-17", "Statement": list(statements)}
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(document))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        made.append(root.seen_by(key["AccessKeyId"], key["SecretAccessKey"]))
        return made[-1]

    yield make
    for cloud in made:
        cloud.close()


def allow(actions: str | list[str], resource: str = "*", **condition: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement


def macro(delay: int) -> dict[str, Any]:
    return {"Transform": "Probe", "Resources": {"Q": queue("orders", DelaySeconds=delay)}}


def plain(delay: int) -> dict[str, Any]:
    return {"Resources": {"Q": queue("orders", DelaySeconds=delay)}}


def service_role(root: LocalCloud, name: str, service: str = "cloudformation.amazonaws.com") -> str:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    return str(root.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"])


def denied(call: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as refusal:
        call()
    assert refusal.value.response["Error"]["Code"] == "AccessDenied"
    return str(refusal.value)


def test_a_stranger_is_turned_away(root: LocalCloud) -> None:
    stranger = root.seen_by("AKIAIOSFODNN7EXAMPLE", "secret")
    try:
        with pytest.raises(ClientError) as refusal:
            stranger.client("cloudformation").describe_stacks()
    finally:
        stranger.close()

    assert refusal.value.response["Error"]["Code"] == "InvalidClientTokenId"


def test_a_wrong_secret_is_turned_away(root: LocalCloud, as_user: AsUser) -> None:
    user = as_user(allow("*"))
    impostor = root.seen_by(user.access_key_id, "wrong")
    try:
        with pytest.raises(ClientError) as refusal:
            impostor.client("cloudformation").describe_stacks()
    finally:
        impostor.close()

    assert refusal.value.response["Error"]["Code"] == "SignatureDoesNotMatch"


def test_change_sets_of_another_stack_are_denied(as_user: AsUser) -> None:
    user = as_user(allow(CHANGE_SETS, "arn:aws:cloudformation:*:*:stack/invoices/*"))

    text = denied(lambda: change_set(user, "orders", plain(1), ChangeSetName="c"))

    assert "cloudformation:CreateChangeSet" in text


def test_a_macro_runs_as_the_caller(as_user: AsUser) -> None:
    user = as_user(allow(CHANGE_SETS))

    made = change_set(user, "orders", macro(1), ChangeSetName="no-invoke")

    assert made["Status"] == "FAILED"
    assert "is not authorized to perform: lambda:InvokeFunction" in made["StatusReason"]
    assert ":user/" in made["StatusReason"]


def test_a_caller_who_may_invoke_the_macro_may_deploy_with_it(as_user: AsUser) -> None:
    user = as_user(allow(CHANGE_SETS), allow("lambda:InvokeFunction"))

    made = change_set(user, "orders", macro(2), ChangeSetName="invoke")

    assert made["Status"] == "CREATE_COMPLETE", made.get("StatusReason")
    assert execute(user, made["ChangeSetId"])["StackStatus"] == "UPDATE_COMPLETE"


def test_a_macro_runs_as_an_assumed_role(root: LocalCloud, as_user: AsUser) -> None:
    iam, trust = root.client("iam"), {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName="deployer", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    rights = {"Version": "2012-10-17", "Statement": [allow([*CHANGE_SETS, "lambda:InvokeFunction"])]}
    iam.put_role_policy(RoleName="deployer", PolicyName="p", PolicyDocument=json.dumps(rights))
    keys = (
        as_user(allow("sts:AssumeRole"))
        .client("sts")
        .assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    )
    session = root.seen_by(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    try:
        made = change_set(session, "orders", macro(3), ChangeSetName="role")
    finally:
        session.close()

    assert made["Status"] == "CREATE_COMPLETE", made.get("StatusReason")


def test_the_name_of_a_change_set_is_a_condition(as_user: AsUser) -> None:
    user = as_user(allow(CHANGE_SETS, StringLike={"cloudformation:ChangeSetName": "team-*"}), allow(CHANGE_SETS[3:]))

    made = change_set(user, "orders", plain(4), ChangeSetName="team-a")
    denied(lambda: change_set(user, "orders", plain(4), ChangeSetName="other"))

    assert made["Status"] == "CREATE_COMPLETE"
    # Named by its ARN alone, the set is still the stack's and still has its name.
    assert execute(user, made["ChangeSetId"])["StackStatus"] == "UPDATE_COMPLETE"


def test_a_stack_is_the_resource_of_a_change_set_named_by_its_arn(as_user: AsUser) -> None:
    user = as_user(allow(CHANGE_SETS, "arn:aws:cloudformation:*:*:stack/orders/*"))

    made = change_set(user, "orders", plain(5), ChangeSetName="by-arn")

    assert execute(user, made["ChangeSetId"])["StackStatus"] == "UPDATE_COMPLETE"


def test_a_pinned_template_address_excludes_every_other_template(root: LocalCloud, as_user: AsUser) -> None:
    s3, bucket = root.client("s3"), "pinned-templates"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": root.region})
    s3.put_object(Bucket=bucket, Key="orders.json", Body=json.dumps(plain(6)).encode())
    url = f"{root.endpoint}/{bucket}/orders.json"
    pinned = allow(CHANGE_SETS, StringEquals={"cloudformation:TemplateUrl": url})
    readable = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")
    user = as_user(pinned, readable, allow(CHANGE_SETS[1:]))

    made = change_set(user, "orders", None, ChangeSetName="pinned", TemplateURL=url)
    denied(lambda: change_set(user, "orders", plain(6), ChangeSetName="body"))
    denied(lambda: change_set(user, "orders", None, ChangeSetName="previous", UsePreviousTemplate=True))
    denied(lambda: change_set(user, "orders", None, ChangeSetName="other", TemplateURL=f"{url}?versionId=1"))

    assert made["Status"] == "CREATE_COMPLETE"


def test_a_template_is_read_with_the_rights_of_the_caller(root: LocalCloud, as_user: AsUser) -> None:
    s3, bucket = root.client("s3"), "secret-templates"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": root.region})
    s3.put_object(Bucket=bucket, Key="orders.json", Body=json.dumps(plain(6)).encode())
    user = as_user(allow(CHANGE_SETS))

    with pytest.raises(ClientError) as refusal:
        change_set(user, "orders", None, TemplateURL=f"{root.endpoint}/{bucket}/orders.json")

    assert "S3 error: Access Denied" in str(refusal.value)


def test_the_service_role_is_a_condition(root: LocalCloud, as_user: AsUser) -> None:
    role = service_role(root, "service")
    pinned = allow(CHANGE_SETS, StringEquals={"cloudformation:RoleArn": role})
    user = as_user(pinned, allow(CHANGE_SETS[1:]), allow("iam:PassRole", role))

    made = change_set(user, "orders", plain(7), ChangeSetName="with-role", RoleARN=role)
    denied(lambda: change_set(user, "orders", plain(7), ChangeSetName="without-role"))

    assert made["Status"] == "CREATE_COMPLETE"


def test_a_service_role_must_be_the_callers_to_pass(root: LocalCloud, as_user: AsUser) -> None:
    role = service_role(root, "not-yours")
    to_lambda = {"iam:PassedToService": "lambda.amazonaws.com"}
    user = as_user(allow("cloudformation:*"), allow("iam:PassRole", role, StringEquals=to_lambda))
    client, body = user.client("cloudformation"), json.dumps(plain(1))

    texts = [
        denied(lambda: change_set(user, "orders", plain(1), ChangeSetName="c", RoleARN=role)),
        denied(lambda: client.create_stack(StackName="other", TemplateBody=body, RoleARN=role)),
        denied(lambda: client.update_stack(StackName="orders", TemplateBody=body, RoleARN=role)),
        denied(lambda: client.delete_stack(StackName="orders", RoleARN=role)),
    ]

    assert all(f"is not authorized to perform: iam:PassRole on resource: {role}" in text for text in texts)


def test_a_service_role_stays_with_the_stack(root: LocalCloud, as_user: AsUser) -> None:
    role = service_role(root, "stays")
    owner = as_user(allow("*"))
    template = {"Resources": {"Q": queue("kept")}}
    create_stack(owner, "kept", template, RoleARN=role)
    nobody = as_user(allow(CHANGE_SETS, "arn:aws:cloudformation:*:*:stack/kept/*"))

    made = change_set(nobody, "kept", {"Resources": {"Q": queue("kept", DelaySeconds=1)}}, ChangeSetName="later")
    stack = execute(nobody, made["ChangeSetId"])

    assert (stack["StackStatus"], stack["RoleARN"]) == ("UPDATE_COMPLETE", role)


def test_a_change_set_brings_its_service_role_when_it_is_executed(root: LocalCloud) -> None:
    role, before = service_role(root, "brought"), {"Resources": {"Q": queue("brought")}}
    after = {"Resources": {"Q": queue("brought", DelaySeconds=1)}}
    create_stack(root, "brought", before)
    made = change_set(root, "brought", after, ChangeSetName="c", RoleARN=role)
    client = root.client("cloudformation")

    waiting = client.describe_stacks(StackName="brought")["Stacks"][0]
    done = execute(root, made["ChangeSetId"])

    assert ("RoleARN" in waiting, done["RoleARN"]) == (False, role)


def test_a_service_role_must_trust_cloudformation(root: LocalCloud) -> None:
    role = service_role(root, "of-lambda", "lambda.amazonaws.com")

    with pytest.raises(ClientError) as refusal:
        change_set(root, "orders", plain(1), ChangeSetName="c", RoleARN=role)

    assert f"Role {role} is invalid or cannot be assumed" in str(refusal.value)


def test_resource_types_are_a_condition_and_a_fence(as_user: AsUser) -> None:
    only_queues = {"ForAllValues:StringLike": {"cloudformation:ResourceTypes": ["AWS::SQS::*"]}}
    named = {"Null": {"cloudformation:ResourceTypes": "false"}}
    user = as_user(allow(CHANGE_SETS[0], **only_queues, **named), allow(CHANGE_SETS[1:]))
    topic = {"Resources": {**plain(8)["Resources"], "T": {"Type": "AWS::SNS::Topic"}}}
    options = {"Capabilities": []}

    made = change_set(user, "orders", plain(8), ChangeSetName="types", ResourceTypes=["AWS::SQS::Queue"], **options)
    denied(lambda: change_set(user, "orders", plain(8), ChangeSetName="none", **options))
    denied(lambda: change_set(user, "orders", topic, ChangeSetName="more", ResourceTypes=["AWS::SNS::*"], **options))
    with pytest.raises(ClientError) as refusal:
        change_set(user, "orders", topic, ChangeSetName="hidden", ResourceTypes=["AWS::SQS::Queue"], **options)

    assert made["Status"] == "CREATE_COMPLETE"
    assert "AWS::SNS::Topic is not allowed" in str(refusal.value)


def test_imports_are_a_condition(as_user: AsUser) -> None:
    no_imports = {"Null": {"cloudformation:ImportResourceTypes": "true"}}
    user = as_user(allow(CHANGE_SETS[0], **no_imports), allow(CHANGE_SETS[1:]))
    imported = {
        "ResourceType": "AWS::SQS::Queue",
        "LogicalResourceId": "I",
        "ResourceIdentifier": {"QueueUrl": "http://q"},
    }

    made = change_set(user, "orders", plain(9), ChangeSetName="no-import")
    denied(
        lambda: change_set(
            user, "orders", plain(9), ChangeSetName="import", ChangeSetType="IMPORT", ResourcesToImport=[imported]
        )
    )

    assert made["Status"] == "CREATE_COMPLETE"
