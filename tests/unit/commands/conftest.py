"""Folders that a command is called in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.git_repositories import GitRepository, new_repository


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is no repository."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository without a commit."""
    made = new_repository(tmp_path / "repository")
    monkeypatch.chdir(made.folder)
    return made
