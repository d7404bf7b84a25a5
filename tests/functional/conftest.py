"""Accounts of the local cloud, bootstrapped once for a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud, new_account
from workflow_updater.cli import main


@pytest.fixture(scope="module")
def bootstrapped(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """An account with bucket and macro, for the tests of one module."""
    cloud = local_cloud.in_account(new_account())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("bootstrap"))
        for name, value in cloud.environment().items():
            patch.setenv(name, value)
        assert main(["bootstrap"]) == 0
    yield cloud
    cloud.close()


@pytest.fixture
def account(bootstrapped: LocalCloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Account:
    """The module's account, with the environment and the current folder of a caller."""
    return _entered(bootstrapped, monkeypatch, tmp_path)


@pytest.fixture
def empty_account(own_account: LocalCloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Account:
    """An account of this test alone, with nothing in it."""
    return _entered(own_account, monkeypatch, tmp_path)


def _entered(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Account:
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    return Account(cloud, folder)
