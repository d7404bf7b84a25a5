"""Accounts of the local cloud, bootstrapped once for a module, and commands that look at it as often as befits it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.functional.accounts import bootstrapped_account
from tests.local_cloud import LocalCloud
from workflow_updater.clock import SystemClock

PACE = 10  # how much quicker than in earnest the program's own pauses are; the local cloud is a hundred times as quick


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a command that is called in this process look again soon."""
    monkeypatch.setattr(SystemClock, "sleep", lambda self, seconds: time.sleep(seconds / PACE))


@pytest.fixture(scope="module")
def bootstrapped(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """An account with bucket and macro, for the tests of one module."""
    yield from bootstrapped_account(local_cloud, tmp_path_factory.mktemp("bootstrap"))
