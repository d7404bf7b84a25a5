"""`deploy --approved FILE`: what was approved is carried out, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.plan.pushing import BYE, HELLO, MACHINE, cloud_with, push
from workflow_updater import account
from workflow_updater.cli import main

PUSH = ["--stack", "orders", "--workflow", "hello.asl.json"]
APPROVED = ["deploy", *PUSH, "--approved", "plan.json"]


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> FakeCloud:
    """A stack, a definition, and the plan to push it, in plan.json."""
    cloud = cloud_with()
    monkeypatch.setattr(account, "open_account", lambda *_: cloud.ports)
    monkeypatch.chdir(tmp_path)
    Path("hello.asl.json").write_text(json.dumps(HELLO), "utf-8")
    assert main(["plan", *PUSH, "--json"]) == 0
    Path("plan.json").write_text(capsys.readouterr().out, "utf-8")
    return cloud


def test_the_approved_plan_is_carried_out(cloud: FakeCloud):
    assert main(APPROVED) == 0

    assert HELLO == json.loads(cloud.machines.machines[MACHINE].definition)


def test_carried_out_already_is_no_change(cloud: FakeCloud):
    assert [main(APPROVED), main(APPROVED)] == [0, 0]


def test_another_definition_is_refused(cloud: FakeCloud, capsys: pytest.CaptureFixture[str]):
    Path("hello.asl.json").write_text(json.dumps(BYE), "utf-8")

    assert main(APPROVED) == 4

    assert "not what plan.json approves; nothing was changed\n  digest approved: " in capsys.readouterr().err
    assert cloud.writes == []


def test_the_same_definition_on_top_of_another_is_refused(cloud: FakeCloud, capsys: pytest.CaptureFixture[str]):
    push(cloud, BYE)
    before = len(cloud.writes)

    assert main(APPROVED) == 4

    assert '  location_now approved: ""\n  location_now now: "s3://' in capsys.readouterr().err
    assert before == len(cloud.writes)


def test_an_approval_from_before_a_rollback_does_not_undo_it(cloud: FakeCloud, capsys: pytest.CaptureFixture[str]):
    push(cloud, BYE)
    assert main(["plan", *PUSH, "--json"]) == 0
    Path("plan.json").write_text(capsys.readouterr().out, "utf-8")
    assert [main(APPROVED), main(["rollback", "--stack", "orders"])] == [0, 0]
    before = len(cloud.writes)

    assert main(APPROVED) == 4

    assert "  replaces approved: 1\n  replaces now: 3\n" in capsys.readouterr().err
    assert before == len(cloud.writes)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("stack", "refunds"),
        ("state_machine", f"{MACHINE}-2"),
        ("resource", "Refunds"),
        ("parameter", "Other"),
        ("digest", "0" * 64),
        ("location_then", "s3://elsewhere/orders.json"),
        ("location_now", "s3://elsewhere/orders.json"),
        ("replaces", 7),
        ("changes", []),
    ],
)
def test_whatever_the_approved_plan_does_otherwise_it_is_refused(
    cloud: FakeCloud, capsys: pytest.CaptureFixture[str], key: str, value: object
):
    approved(**{key: value})

    assert main(APPROVED) == 4

    assert f"\n  {key} approved: {json.dumps(value)}\n  {key} now: " in capsys.readouterr().err
    assert cloud.writes == []


def test_a_plan_of_another_format_is_none(cloud: FakeCloud, capsys: pytest.CaptureFixture[str]):
    approved(format=2)

    assert main(APPROVED) == 2

    assert "plan.json is no plan of format 1" in capsys.readouterr().err
    assert cloud.writes == []


def approved(**fields: object) -> None:
    """Let the approved plan say something else in these *fields*."""
    file = Path("plan.json")
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **fields}), "utf-8")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "plan.json: cannot read the approved plan: No such file or directory"),
        ("{", "plan.json is no approved plan: "),
        ("[" * 100_000, "plan.json is no approved plan: "),
        ("[]", "plan.json is no plan of format 1"),
        ('{"format": 2}', "plan.json is no plan of format 1"),
        ('{"format": 1, "stack": "orders"}', "plan.json is no plan of format 1"),
    ],
)
def test_a_file_that_is_no_plan_is_told_before_aws_is_asked(
    cloud: FakeCloud, capsys: pytest.CaptureFixture[str], text: str | None, complaint: str
):
    Path("plan.json").write_text(text, "utf-8") if text is not None else Path("plan.json").unlink()
    cloud.stacks.calls.clear()

    assert main(APPROVED) == 2

    assert complaint in capsys.readouterr().err
    assert cloud.stacks.calls == []
