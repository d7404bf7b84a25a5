"""The page about workflow tests shows what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import call
from workflow_updater.commands import test
from workflow_updater.workflow_tests.expecting import CALLS_KEYS, EXPECT_KEYS
from workflow_updater.workflow_tests.mocking import REPLY_KEYS
from workflow_updater.workflow_tests.reading import CASE_KEYS, FILE_KEYS

PAGE = (Path(__file__).parents[3] / "docs" / "workflow_tests.md").read_text("utf-8")


def test_its_example_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    definition, cases = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    printed, *_ = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    folder = tmp_path / "workflows" / "orders"
    (folder / "tests").mkdir(parents=True)
    (folder / "definition.asl.yaml").write_text(definition)
    (folder / "tests" / "cases.yaml").write_text(cases)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    called = call(test, FakeCloud())

    assert printed.splitlines()[:-1] == called.out.splitlines()
    assert called.err.startswith("3 cases: 3 passed, 0 failed (")


@pytest.mark.parametrize("key", sorted({*FILE_KEYS, *CASE_KEYS, *REPLY_KEYS, *EXPECT_KEYS, *CALLS_KEYS}))
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"`[^`]*\b{key}\b[^`]*`", PAGE)
