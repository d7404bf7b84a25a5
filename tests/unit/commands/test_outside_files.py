"""A repository that names files outside of itself, as a stranger's may: nothing of them is shown or pushed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workflow_updater.cli import main

SOUND = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}'
SETTINGS = """
[workflows.outside]
definition = "../home/secret.json"
[environments.patched]
patches = ["../home/secret.json"]
[environments.linked]
patches = ["patch.json"]
"""
TEST = "workflow: {0}\ncases: [{{name: one}}]\n"


@pytest.fixture(autouse=True)
def _repository(tmp_path, monkeypatch):
    """The current folder is a repository with links; beside it lies what is nobody's business."""
    secret = tmp_path / "home" / "secret.json"
    repository = tmp_path / "repository"
    for folder in (repository / ".git", secret.parent, *(repository / "workflows" / one for one in ("ok", "link"))):
        folder.mkdir(parents=True)
    secret.write_text("key = SWORDFISH", "utf-8")
    monkeypatch.chdir(repository)
    Path("workflows.toml").write_text(SETTINGS, "utf-8")
    Path("workflows/ok/definition.asl.json").write_text(SOUND, "utf-8")
    Path("workflows/ok/tests").mkdir()
    Path("workflows/link/definition.asl.json").symlink_to("../../../home/secret.json")
    Path("patch.json").symlink_to("../home/secret.json")
    Path("inner.asl.json").symlink_to("workflows/ok/definition.asl.json")


@pytest.mark.parametrize(
    "call",
    [
        "validate outside",
        "validate link",
        "validate workflows/link/definition.asl.json",
        "validate",
        "render ok --environment patched",
        "render ok --environment linked",
        "graph link",
        "diff ok --against link",
        "diff ok --against workflows/link/definition.asl.json",
        "plan --workflow link --stack any",
        "test link",
    ],
)
def test_no_line_of_such_a_file_is_shown(call, capsys):
    assert main(call.split()) == 2

    told = "".join(capsys.readouterr())
    assert "of the repository" in told
    assert "SWORDFISH" not in told


@pytest.mark.parametrize("write", ["link", "name"])
def test_neither_is_one_by_a_test(write, capsys):
    file = Path("workflows/ok/tests/cases.yaml")
    if write == "link":
        file.symlink_to("../../../../home/secret.json")
    else:
        file.write_text(TEST.format("../../../../home/secret.json"), "utf-8")

    assert main(["test", "ok"]) == 2
    told = "".join(capsys.readouterr())
    assert "of the repository" in told
    assert "SWORDFISH" not in told


def test_a_link_within_the_repository_is_a_file_like_any_other():
    assert main(["validate", "inner.asl.json"]) == 0


def test_what_the_user_names_may_lie_anywhere(tmp_path):
    elsewhere = tmp_path / "elsewhere.asl.json"
    elsewhere.write_text(SOUND, "utf-8")

    assert main(["validate", str(elsewhere)]) == 0
    assert main(["validate", os.path.relpath(elsewhere)]) == 0
