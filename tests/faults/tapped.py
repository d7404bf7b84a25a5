"""A process whose commands speak through a tap, and quicker than in earnest."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import pytest

from tests.aws_models import read_ahead, read_once
from tests.faults.outage import Endless
from tests.faults.tap import Tap
from workflow_updater.clock import SystemClock
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.commands.deployment import DEFAULT_TIMEOUT_SECONDS

PACE = 25  # how much quicker than in earnest the program's own pauses are
read_ahead("cloudformation", "s3", "stepfunctions", "iam", "sts")  # for each process that is forked from this one


@contextmanager
def tapped() -> Iterator[Tap]:
    """
    Give the wire of every command that is called in this process while the block runs.

    Clients and their budgets of retries are new for each command; those of one caller share a session, which has read
    AWS's models. Only waiting for a retry takes no time, and waiting for what stays away leads to the deadline at once.
    """
    tap = Tap()
    create = Clients._create
    sessions: dict[str, Any] = {}
    skipped = 0.0

    def created(self: Clients, service: str) -> Any:
        self._session = sessions.setdefault(self._session.get_credentials().access_key, self._session)
        client = create(self, service)
        tap.attach(client.meta.events)
        return client

    def sleep(self: SystemClock, seconds: float) -> None:
        nonlocal skipped
        skipped += seconds * (1 - 1 / PACE)
        if isinstance(tap.injection, Endless) and tap.injection.is_near:
            skipped += DEFAULT_TIMEOUT_SECONDS
        time.sleep(seconds / PACE)

    with read_once(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clients, "_create", created)
        patch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda seconds: None))
        patch.setattr(SystemClock, "sleep", sleep)
        patch.setattr(SystemClock, "monotonic", lambda self: time.monotonic() + skipped)
        yield tap
    tap.close()
