"""`deploy` and `plan` leave a summary in GitHub Actions, however they end, and nothing elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.plan.pushing import HELLO, cloud_with
from workflow_updater import account
from workflow_updater.cli import main
from workflow_updater.report.step_summary import STEP_SUMMARY_MAX_BYTES

PUSH = ["--stack", "orders", "--workflow", "hello.asl.json"]


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeCloud:
    """A stack to push to, and a definition in the current folder."""
    cloud = cloud_with()
    monkeypatch.setattr(account, "open_account", lambda *_: cloud.ports)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hello.asl.json").write_text(json.dumps(HELLO), "utf-8")
    return cloud


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file that GitHub shows."""
    file = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    return file


def test_a_plan_and_a_push_append_what_they_did(cloud: FakeCloud, page: Path):
    assert [main(["plan", *PUSH]), main(PUSH), main(PUSH)] == [0, 0, 0]

    heads = [line for line in page.read_text("utf-8").splitlines() if line.startswith("###")]
    assert [
        "### ✅ `orders: Orders` would be updated: planned, not pushed, ",
        "### ✅ `orders: Orders` updated, ",
        "### ✅ `orders: Orders` runs this already: no change, ",
    ] == [head.rstrip("0123456789. s") + " " for head in heads]
    assert page.read_text("utf-8").count("🟢 added | `Hello`") == 2


def test_a_push_that_is_rolled_back_tells_its_root_cause_and_what_it_would_have_changed(cloud: FakeCloud, page: Path):
    cloud.stacks.next_failure = ("Orders", "states:UpdateStateMachine is not allowed")

    assert main(PUSH) == 1

    text = page.read_text("utf-8")
    assert text.startswith("### ❌ `orders: Orders` failed, ")
    assert "Orders UPDATE_FAILED: states:UpdateStateMachine is not allowed" in text
    assert "🟢 added | `Hello`" in text


def test_a_definition_with_errors_is_told_with_its_findings(cloud: FakeCloud, page: Path):
    Path("hello.asl.json").write_text('{"StartAt": "Nowhere", "States": {}}', "utf-8")

    assert main(["plan", *PUSH]) == 3

    text = page.read_text("utf-8")
    assert text.startswith("### ❌ `hello.asl.json → orders` has errors in its definition, ")
    assert "hello.asl.json:1:" in text


def test_ctrl_c_is_told(cloud: FakeCloud, page: Path):
    cloud.stacks.fail("execute", KeyboardInterrupt())

    assert main(PUSH) == 130

    assert "was interrupted" in page.read_text("utf-8")


def test_a_page_that_cannot_be_written_fails_no_push(cloud: FakeCloud, page: Path, capsys: pytest.CaptureFixture[str]):
    page.mkdir()

    assert main(PUSH) == 0

    assert f"no summary of this step: {page}: Is a directory" in capsys.readouterr().err


def test_a_page_that_is_full_is_not_written_beyond_its_limit(cloud: FakeCloud, page: Path):
    page.write_bytes(b"x" * (STEP_SUMMARY_MAX_BYTES - 200))

    assert main(PUSH) == 0

    assert STEP_SUMMARY_MAX_BYTES - 200 < page.stat().st_size <= STEP_SUMMARY_MAX_BYTES


def test_elsewhere_nothing_is_written(cloud: FakeCloud, tmp_path: Path):
    assert main(PUSH) == 0

    assert ["hello.asl.json"] == [file.name for file in tmp_path.iterdir()]
