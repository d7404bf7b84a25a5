"""A process whose commands speak through a tap, and quicker than in earnest."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import boto3
import botocore.endpoint
import pytest

from tests.faults.tap import Tap
from tests.local_cloud import LocalCloud
from workflow_updater.clock import SystemClock
from workflow_updater.cloud.aws import connect as connecting
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.ports import Cloud
from workflow_updater.settings import Settings

PACE = 25  # how much quicker than in earnest the program's own pauses are


@contextmanager
def tapped(cloud: LocalCloud) -> Iterator[Tap]:
    """
    Give the wire of every command that is called in this process while the block runs.

    Clients are new for each command, as is their budget of retries, but share one session: its models are read once.
    """
    tap = Tap()
    session = boto3.Session(cloud.access_key_id, cloud.secret_access_key, region_name=cloud.region)
    tap.attach(session.events)

    def connect(settings: Settings) -> Cloud:
        clients = Clients(session, endpoint_url=cloud.endpoint, environ={})
        return connecting.cloud_of(clients, region=settings.region or cloud.region, clock=SystemClock())

    skipped = 0.0

    def sleep(self: SystemClock, seconds: float) -> None:
        nonlocal skipped
        skipped += seconds * (1 - 1 / PACE)
        time.sleep(seconds / PACE)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connecting, "connect", connect)
        patch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda seconds: None))
        patch.setattr(SystemClock, "sleep", sleep)
        patch.setattr(SystemClock, "monotonic", lambda self: time.monotonic() + skipped)
        yield tap
    tap.close()
