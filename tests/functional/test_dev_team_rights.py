"""With IAM switched on: the rights that docs/rights.md gives the dev team suffice for a push, and each is needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.functional.pushing import BYE, HELLO
from tests.local_cloud import LocalCloud, serving
from workflow_updater.cli import main

ROOT = Path(__file__).parents[2]
USER = "dev"


@dataclass
class Team:
    """The account as its root sees it, the ARNs that the dev team's policy names, and the folder of its definitions."""

    cloud: LocalCloud
    scopes: dict[str, list[str]]
    folder: Path


def rights_on_the_page() -> dict[str, list[str]]:
    """Return what the page's table gives the dev team for `deploy`: scope → actions, of a machine without alias."""
    text = (ROOT / "docs" / "rights.md").read_text("utf-8")
    rows = re.search(r"\| dev team, `deploy` (\|.*?)(?=\n\| the stack's service role)", text, re.DOTALL)
    assert rows
    cells = [line.strip("|").split("|") for line in rows.group(1).splitlines()]
    found = {}
    for line in cells:
        *_, scope, actions = (cell.strip() for cell in line)
        if scope.endswith("where it has them"):
            continue
        named = re.findall(r"`([\w:]+)`", actions.split(";")[0])
        service = named[0].partition(":")[0]
        found[scope] = [one if ":" in one else f"{service}:{one}" for one in named]
    return found


RIGHTS = [action for actions in rights_on_the_page().values() for action in actions]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with serving(tmp_path_factory.mktemp("rights"), auth=True) as cloud:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path_factory.mktemp("infra"))
            for name, value in cloud.environment().items():
                patch.setenv(name, value)
            assert main(["bootstrap", "--stack", "hello"]) == 0
            assert [push(BYE), push(HELLO)] == [0, 0]
        stacks, place = cloud.client("cloudformation"), f"{cloud.region}:{cloud.account}"
        macro = {one["OutputKey"]: one["OutputValue"] for one in _stack(stacks, "workflow-macro")["Outputs"]}
        machine = {one["OutputKey"]: one["OutputValue"] for one in _stack(stacks, "hello")["Outputs"]}
        bucket = f"arn:aws:s3:::workflows-{cloud.account}-{cloud.region}"
        scopes = {
            "its stack": [f"arn:aws:cloudformation:{place}:stack/hello/*"],
            "`PREFIX/STACK/*` and `PREFIX/releases/STACK/*` of the bucket": [
                f"{bucket}/workflows/hello/*",
                f"{bucket}/workflows/releases/hello/*",
            ],
            "the bucket, below these prefixes": [bucket],
            "the macro's function": [macro["FunctionArn"]],
            "its state machine": [machine["StateMachineArn"]],
        }
        cloud.client("iam").create_user(UserName=USER)
        yield Team(cloud, scopes, tmp_path_factory.mktemp("dev"))


def _stack(stacks: Any, name: str) -> Any:
    return stacks.describe_stacks(StackName=name)["Stacks"][0]


def become_developer(team: Team, monkeypatch: pytest.MonkeyPatch, *, without: str = "") -> None:
    """Give the user the page's rights less one action, and use the user from now on."""
    statements = [
        {"Effect": "Allow", "Action": kept, "Resource": team.scopes[scope]}
        for scope, actions in rights_on_the_page().items()
        if (kept := [action for action in actions if action != without])
    ]
    iam = team.cloud.client("iam")
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_user_policy(UserName=USER, PolicyName="push", PolicyDocument=document)
    for key in iam.list_access_keys(UserName=USER)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=USER, AccessKeyId=key["AccessKeyId"])
    key = iam.create_access_key(UserName=USER)["AccessKey"]
    for name, value in team.cloud.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
    monkeypatch.chdir(team.folder)


def push(definition: dict[str, Any], stack: str = "hello") -> int:
    Path("pushed.asl.json").write_text(json.dumps(definition), "utf-8")
    return main(["--stack", stack, "--workflow", "pushed.asl.json"])


def push_what_was_published_before(_: dict[str, Any]) -> int:
    return push(BYE)


def review_only(definition: dict[str, Any]) -> int:
    Path("pushed.asl.json").write_text(json.dumps(definition), "utf-8")
    return main(["plan", "--change-set", "--stack", "hello", "--workflow", "pushed.asl.json"])


# What a first push that goes well does not ask for: the bytes of an object that is there, the end of a change set.
NEEDED_LESS_OFTEN = {"s3:GetObject": push_what_was_published_before, "cloudformation:DeleteChangeSet": review_only}


def test_the_rights_on_the_page_suffice_for_a_push(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    become_developer(team, monkeypatch)

    assert push(BYE) == 0
    assert push(HELLO) == 0


def test_they_suffice_to_go_back_and_to_look(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    become_developer(team, monkeypatch)
    assert [push(BYE), push(HELLO)] == [0, 0]

    assert [main([verb, "--stack", "hello"]) for verb in ("rollback", "blame", "status", "history")] == [0, 0, 0, 0]
    lines = "".join(capsys.readouterr()).splitlines()
    assert [line for line in lines if "not read" in line] == [
        "not read    the change sets: you may not cloudformation:ListChangeSets on hello"
    ]


@pytest.mark.parametrize("action", RIGHTS)
def test_without_one_of_them_the_caller_is_told_which(
    action: str, team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    become_developer(team, monkeypatch, without=action)

    code = NEEDED_LESS_OFTEN.get(action, push)({**HELLO, "Comment": f"pushed without {action}"})

    told = capsys.readouterr().err
    assert code != 0
    assert action in told


def test_the_rights_end_at_the_own_stack(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    become_developer(team, monkeypatch)

    assert push(HELLO, stack="workflow-macro") == 5
    assert "cloudformation:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lookup", "denied"),
    [
        ("output('workflow-macro', 'FunctionArn')", "cloudformation:DescribeStacks on workflow-macro"),
        ("ssm('/infra/limit')", "ssm:GetParameter on arn:aws:ssm:"),
    ],
)
def test_a_lookup_without_the_right_to_it_is_told_with_its_place(
    team: Team, lookup: str, denied: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    become_developer(team, monkeypatch)
    monkeypatch.chdir(team.folder)
    Path("looks_up.asl.json.j2").write_text('{"Comment": "{{ LOOKUP }}"}'.replace("LOOKUP", lookup), "utf-8")

    assert main(["validate", "looks_up.asl.json.j2"]) == 5

    assert f"looks_up.asl.json.j2:1:17: you may not {denied}" in capsys.readouterr().err
