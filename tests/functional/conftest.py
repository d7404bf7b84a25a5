"""Accounts of the local cloud, bootstrapped once for a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.accounts import bootstrapped_account, entered
from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud


@pytest.fixture(scope="module")
def bootstrapped(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """An account with bucket and macro, for the tests of one module."""
    yield from bootstrapped_account(local_cloud, tmp_path_factory.mktemp("bootstrap"))


@pytest.fixture
def account(bootstrapped: LocalCloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Account:
    """The module's account, with the environment and the current folder of a caller."""
    return entered(bootstrapped, monkeypatch, tmp_path)


@pytest.fixture
def empty_account(own_account: LocalCloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Account:
    """An account of this test alone, with nothing in it."""
    return entered(own_account, monkeypatch, tmp_path)
