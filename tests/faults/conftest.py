"""An account with bucket and macro, and a stack in it that a tapped program pushes to."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from tests.faults.pushing import Pushing
from tests.faults.quick import quick
from tests.faults.tap import Tap
from tests.faults.tapped import tapped
from tests.functional.accounts import bootstrapped_account
from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud

_numbers = itertools.count(1)  # that which is only looked at is the first


@pytest.fixture(scope="package")
def bootstrapped(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """An account with bucket and macro."""
    yield from bootstrapped_account(local_cloud, tmp_path_factory.mktemp("bootstrap"))


@pytest.fixture
def tap() -> Iterator[Tap]:
    """The wire of every command that the test calls."""
    with tapped() as tap:
        yield tap


@pytest.fixture
def begin(tap: Tap) -> Iterator[Callable[[], None]]:
    """What a test of very many commands calls before each of them."""
    with quick(tap) as begin:
        yield begin


@pytest.fixture
def unpushed(account: Account, tap: Tap) -> Pushing:
    """The name of a stack of this test's own, which is still to be created."""
    return Pushing(account, f"faults-{next(_numbers)}", tap)


@pytest.fixture
def pushing(unpushed: Pushing) -> Pushing:
    """A stack of this test's own, to push to."""
    return unpushed.create()
