"""`backend`: each of the three clouds; `faithful`: those two that model CloudFormation's operations in time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.ports import backends
from tests.contract.ports.backends import Backend


@pytest.fixture(params=["in memory", "moto", "embedded"])
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    yield from _backend(request)


@pytest.fixture(params=["in memory", "embedded"])
def faithful(request: pytest.FixtureRequest) -> Iterator[Backend]:
    yield from _backend(request)


def _backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    match request.param:
        case "in memory":
            opened = backends.in_memory()
        case "moto":
            opened = backends.moto()
        case _:
            opened = backends.embedded(request.getfixturevalue("own_account"))
    with opened as backend:
        yield backend
