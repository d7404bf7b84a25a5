"""What pre-commit.com is told of us is true: which files are ours, and how we are called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.git_repositories import new_repository, sound
from workflow_updater.cli import main
from workflow_updater.commands.changed_workflows import is_definition
from workflow_updater.sources.definition_file import FOLDER_NAMES

HOOKS = yaml.safe_load((Path(__file__).parents[3] / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_the_hook_is_called_as_the_page_says() -> None:
    assert ["deploy-workflow-validate"] == [hook["id"] for hook in HOOKS]


@pytest.mark.parametrize(
    ("name", "is_ours"),
    [
        *((f"workflows/orders/{name}", True) for name in FOLDER_NAMES),
        ("an order.asl.yml.j2", True),
        ("workflows/orders/tests/cases.yaml", False),
        ("x.asl.json.orig", False),
        ("xasl.json", False),
    ],
)
def test_the_same_files_are_ours_as_for_our_own_hook(name: str, is_ours: bool) -> None:  # noqa: FBT001 - a table's
    assert (is_ours, is_ours) == (re.search(HOOKS[0]["files"], name) is not None, is_definition(name))


def test_the_entry_takes_names_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = new_repository(tmp_path / "repository")
    monkeypatch.chdir(repository.folder)
    for name in ("one.asl.json", "two words.asl.json"):
        repository.write(name, sound())
    program, *words = HOOKS[0]["entry"].split()

    assert program == "deploy-workflow"
    assert main([*words, "one.asl.json", "two words.asl.json"]) == 0
