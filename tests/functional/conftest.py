"""Accounts of the local cloud, bootstrapped once for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.functional.accounts import bootstrapped_account
from tests.local_cloud import LocalCloud


@pytest.fixture(scope="module")
def bootstrapped(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """An account with bucket and macro, for the tests of one module."""
    yield from bootstrapped_account(local_cloud, tmp_path_factory.mktemp("bootstrap"))
