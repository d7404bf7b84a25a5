"""Hundreds of commands in one process: they share their clients, and do not wait for a deadline."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.retries import standard
from botocore.retries.quota import RetryQuota

from tests.faults.tap import Tap
from tests.faults.weather import Lasting
from workflow_updater.clock import SystemClock
from workflow_updater.cloud.aws.clients import Clients

LATER_SECONDS = 100_000.0  # beyond every deadline


@contextmanager
def quick(tap: Tap) -> Iterator[Callable[[], None]]:
    """
    Let commands on *tap* share the clients of their caller while the block runs; yields what to call before each.

    That gives the clients the whole budget of retries back, as new ones have. When AWS was away for long the deadline
    is there. Garbage is left for later: to look for it among the modules of all tests takes as long as a command.
    """
    create, monotonic = Clients._create, SystemClock.monotonic
    clients: dict[tuple[str, str], Any] = {}
    budgets: list[RetryQuota] = []

    def kept(self: Clients, service: str) -> Any:
        caller = self._session.get_credentials().access_key, service
        if caller not in clients:
            clients[caller] = create(self, service)
        return clients[caller]

    def budget() -> RetryQuota:
        budgets.append(RetryQuota())
        return budgets[-1]

    def hurried(clock: SystemClock) -> float:
        is_long = isinstance(tap.injection, Lasting) and tap.injection.is_long
        return monotonic(clock) + LATER_SECONDS * is_long

    def begin() -> None:
        for one in budgets:
            one.release(RetryQuota.INITIAL_CAPACITY)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clients, "_create", kept)
        patch.setattr(standard.quota, "RetryQuota", budget)
        patch.setattr(SystemClock, "monotonic", hurried)
        gc.disable()
        yield begin
    gc.enable()
    for client in clients.values():
        client.close()
