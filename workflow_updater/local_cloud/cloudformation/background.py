"""Work that goes on after the answer was sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

LOG = logging.getLogger(__name__)
_RUNNING: set[asyncio.Task[None]] = set()  # the event loop itself keeps only weak references


def start(work: Coroutine[Any, Any, None]) -> None:
    """Run *work* on the event loop in the context (account, region) of the current request."""
    task = asyncio.get_running_loop().create_task(work)
    _RUNNING.add(task)
    task.add_done_callback(_finished)


def _finished(task: asyncio.Task[None]) -> None:
    _RUNNING.discard(task)
    if not task.cancelled() and task.exception() is not None:
        LOG.error("background work failed", exc_info=task.exception())
