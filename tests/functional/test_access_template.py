"""With IAM switched on: what templates/access.yaml lets a developer do suffices for a push, and pins its template."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.functional.pushing import BYE, HELLO
from tests.local_cloud import LocalCloud, serving
from workflow_updater.cli import main

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "templates" / "workflow_stack.yaml"
KOELN = "Eine Zustandsmaschine für Köln."


@dataclass
class Team:
    """The account seen by its root and by a developer who holds the policy, and what `publish-template` told."""

    root: LocalCloud
    developer: LocalCloud
    url: str
    bucket: str
    folder: Path

    @property
    def template(self) -> str:
        return (self.folder / "hello.yaml").read_text("utf-8")


def outputs(cloud: LocalCloud, stack: str) -> dict[str, str]:
    found = cloud.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    return {one["OutputKey"]: one["OutputValue"] for one in found}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("infra")
    (folder / "templates").mkdir()
    text = TEMPLATE.read_text("utf-8").replace("One state machine", f"{KOELN} One state machine")
    for name in ("hello.yaml", "templates/hello.yaml"):
        (folder / name).write_text(text, "utf-8")
    with serving(tmp_path_factory.mktemp("access"), auth=True) as cloud:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            for name, value in cloud.environment().items():
                patch.setenv(name, value)
            assert main(["bootstrap", "--stack", "hello"]) == 0
            assert main(["publish-template", "--stack", "hello", "hello.yaml"]) == 0
        bucket = f"workflows-{cloud.account}-{cloud.region}"
        key = "workflows/templates/hello.template"
        version = cloud.client("s3").head_object(Bucket=bucket, Key=key)["VersionId"]
        url = f"https://s3.{cloud.region}.amazonaws.com/{bucket}/{key}?versionId={version}"
        access(cloud, bucket, url)
        developer = person(cloud)
        yield Team(cloud, developer, url, bucket, folder)
        developer.close()


def access(cloud: LocalCloud, bucket: str, url: str) -> None:
    hello = outputs(cloud, "hello")
    values = {
        "StackName": "hello",
        "TemplateUrl": url,
        "Bucket": bucket,
        "Folder": "workflows/",
        "MacroFunctionArn": outputs(cloud, "workflow-macro")["FunctionArn"],
        "StateMachineArn": hello["StateMachineArn"],
        "MachineRoleArn": hello["RoleArn"],
    }
    stacks = cloud.client("cloudformation")
    stacks.create_stack(
        StackName="hello-access",
        TemplateBody=(ROOT / "templates" / "access.yaml").read_text("utf-8"),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()],
    )
    stacks.get_waiter("stack_create_complete").wait(
        StackName="hello-access", WaiterConfig={"Delay": 0.1, "MaxAttempts": 100}
    )


def person(cloud: LocalCloud) -> LocalCloud:
    """Return the account seen by a developer with the policy, and with all of CloudFormation and S3 besides."""
    iam = cloud.client("iam")
    iam.create_user(UserName="dev")
    iam.attach_user_policy(UserName="dev", PolicyArn=outputs(cloud, "hello-access")["PushPolicyArn"])
    key = iam.create_access_key(UserName="dev")["AccessKey"]
    return cloud.seen_by(key["AccessKeyId"], key["SecretAccessKey"])


@pytest.fixture
def as_developer(team: Team, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in team.developer.environment().items():
        monkeypatch.setenv(name, value)


def push(definition: dict[str, Any], *flags: str) -> int:
    Path("pushed.asl.json").write_text(json.dumps(definition), "utf-8")
    return main(["--stack", "hello", "--workflow", "pushed.asl.json", *flags])


@pytest.mark.usefixtures("as_developer")
def test_the_policy_suffices_for_a_push_and_for_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert [push(HELLO), push(BYE), push(BYE)] == [0, 0, 0], capsys.readouterr().err
    assert "no change" in capsys.readouterr().out


@pytest.mark.usefixtures("as_developer")
def test_an_execution_may_be_started(capsys: pytest.CaptureFixture[str]) -> None:
    assert push({**HELLO, "Comment": "run"}, "--run", "{}") == 0, capsys.readouterr().err


def change_set(cloud: LocalCloud, **asked: Any) -> Callable[[], Any]:
    asked = {"StackName": "hello", "ChangeSetName": "workflow-by-hand", "Capabilities": ["CAPABILITY_IAM"], **asked}
    return lambda: cloud.client("cloudformation").create_change_set(**asked)


def denied(call: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as refusal:
        call()
    assert refusal.value.response["Error"]["Code"] in {"AccessDenied", "AccessDeniedException"}
    return str(refusal.value)


def test_the_pinned_address_is_the_only_template(team: Team) -> None:
    developer, unpinned = team.developer, team.url.partition("?")[0]
    other = team.root.client("s3").put_object(
        Bucket=team.bucket, Key="workflows/hello/mine.template", Body=team.template.encode()
    )
    mine = f"{unpinned.replace('templates/hello.template', 'hello/mine.template')}?versionId={other['VersionId']}"

    for template in (
        {"TemplateBody": team.template},
        {"UsePreviousTemplate": True},
        {"TemplateURL": unpinned},
        {"TemplateURL": f"{unpinned}?versionId={other['VersionId']}"},
        {"TemplateURL": f"{team.url}&versionId={other['VersionId']}"},
        {"TemplateURL": team.url.replace("https://s3.", "https://S3.")},
        {"TemplateURL": mine},
    ):
        assert "cloudformation:CreateChangeSet" in denied(change_set(developer, **template))


def test_the_pinned_address_is_pinned_in_every_other_way_too(team: Team) -> None:
    developer, url = team.developer, team.url
    role = outputs(team.root, "hello-access")["ServiceRoleArn"]

    for asked in (
        {"RoleARN": role},
        {"Tags": [{"Key": "owner", "Value": "dev"}]},
        {"ChangeSetName": "by-hand"},
        {"StackName": "workflow-macro"},
    ):
        assert "cloudformation:" in denied(change_set(developer, TemplateURL=url, **asked))


def test_the_stack_is_changed_in_no_other_way(team: Team) -> None:
    stacks = team.developer.client("cloudformation")

    for action, call in {
        "UpdateStack": lambda: stacks.update_stack(
            StackName="hello", TemplateURL=team.url, Capabilities=["CAPABILITY_IAM"]
        ),
        "DeleteStack": lambda: stacks.delete_stack(StackName="hello"),
        "SetStackPolicy": lambda: stacks.set_stack_policy(StackName="hello", StackPolicyBody="{}"),
        "CreateStack": lambda: stacks.create_stack(StackName="another", TemplateURL=team.url),
    }.items():
        assert f"cloudformation:{action}" in denied(call)


def test_the_template_in_the_store_is_not_theirs_to_write(team: Team) -> None:
    s3, key = team.developer.client("s3"), "workflows/templates/hello.template"

    for other in (key, "workflows/other/x.asl.json", "workflows/releases/other/1.json"):
        assert "PutObject" in denied(lambda other=other: s3.put_object(Bucket=team.bucket, Key=other, Body=b"{}"))
    assert "DeleteObject" in denied(lambda: s3.delete_object(Bucket=team.bucket, Key=key))
    elsewhere = "workflows/templates/other.template"
    assert "GetObject" in denied(lambda: s3.get_object(Bucket=team.bucket, Key=elsewhere))
    stored = team.root.client("s3").get_object(Bucket=team.bucket, Key=key)
    assert team.template == stored["Body"].read().decode()


def test_even_with_all_of_cloudformation_and_s3_the_template_stays_pinned(team: Team) -> None:
    iam = team.root.client("iam")
    wide = {"Effect": "Allow", "Action": ["cloudformation:*", "s3:*"], "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [wide]})
    iam.put_user_policy(UserName="dev", PolicyName="wide", PolicyDocument=document)
    s3, stacks = team.developer.client("s3"), team.developer.client("cloudformation")
    try:
        for asked in (
            {"TemplateBody": team.template},
            {"UsePreviousTemplate": True},
            {"TemplateURL": team.url.partition("?")[0]},
        ):
            assert "cloudformation:CreateChangeSet" in denied(change_set(team.developer, **asked))
        update = denied(lambda: stacks.update_stack(StackName="hello", TemplateBody=team.template))
        assert "cloudformation:UpdateStack" in update
        key = "workflows/templates/hello.template"
        assert "PutObject" in denied(lambda: s3.put_object(Bucket=team.bucket, Key=key, Body=b"{}"))
    finally:
        iam.delete_user_policy(UserName="dev", PolicyName="wide")


@pytest.mark.usefixtures("as_developer")
def test_a_given_template_is_denied_by_aws_under_a_pin(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.yaml").write_text(team.template, "utf-8")

    assert push({**HELLO, "Comment": "own template"}, "--template", "own.yaml") == 5

    assert "cloudformation:CreateChangeSet" in capsys.readouterr().err


@pytest.mark.usefixtures("as_developer")
def test_a_developer_cannot_publish_a_template(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.yaml").write_text(team.template + "# mine\n", "utf-8")

    assert main(["publish-template", "--stack", "hello", "own.yaml"]) == 5

    assert "s3:PutObject" in capsys.readouterr().err
