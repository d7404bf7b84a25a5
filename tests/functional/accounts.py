"""Accounts of the local cloud, bootstrapped and entered as a caller does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud, new_account
from workflow_updater.cli import main


def bootstrapped_account(local_cloud: LocalCloud, folder: Path) -> Iterator[LocalCloud]:
    """Yield an account with bucket and macro, for a fixture of whatever scope; *folder* is where `bootstrap` runs."""
    cloud = local_cloud.in_account(new_account())
    with pytest.MonkeyPatch.context() as patch:
        entered(cloud, patch, folder)
        assert main(["bootstrap"]) == 0
    yield cloud
    cloud.close()


def entered(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Account:
    """Return the account, with the environment and the current folder of a caller."""
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    return Account(cloud, folder)
