"""An account with bucket and macro, and a stack in it that a tapped program pushes to."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.pushing import Pushing
from tests.faults.tap import Tap
from tests.faults.tapped import tapped
from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud, new_account
from workflow_updater.cli import main

_numbers = itertools.count()


@pytest.fixture(scope="package")
def bootstrapped(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """An account with bucket and macro."""
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
    """The account, with the environment and the current folder of a caller."""
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


@pytest.fixture
def tap() -> Iterator[Tap]:
    """The wire of every command that the test calls."""
    with tapped() as tap:
        yield tap


@pytest.fixture
def pushing(account: Account, tap: Tap) -> Pushing:
    """A stack of this test's own, to push to."""
    return Pushing(account, f"faults-{next(_numbers)}", tap).create()
