"""An account of its own on the shared embedded cloud: without IAM, the access key is the account."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from workflow_updater.local_cloud.running import Running


@pytest.fixture
def own_local_cloud(local_cloud: Running) -> Running:
    """The embedded cloud with an account in which nothing exists yet."""
    account = f"{random.randrange(10**11, 10**12)}"
    return replace(local_cloud, account=account, access_key_id=account)
