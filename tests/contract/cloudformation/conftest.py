"""One account with a macro that does what its parameters say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.cloudformation.deployments import create_macros
from tests.contract.cloudformation.probe import PROBE
from tests.local_cloud import LocalCloud, new_account


@pytest.fixture(scope="module")
def cloud(local_cloud: LocalCloud) -> Iterator[LocalCloud]:
    """Return an account of the module's own, with the macros Probe and Second."""
    cloud = local_cloud.in_account(new_account())
    create_macros(cloud, PROBE, "Probe", "Second")
    yield cloud
    cloud.close()


@pytest.fixture
def stack_name(request: pytest.FixtureRequest) -> str:
    """Return a stack name that no other test of the module uses."""
    return "s" + "".join(character if character.isalnum() else "-" for character in request.node.name)[-100:]
