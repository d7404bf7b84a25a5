"""Work that goes on after the answer was sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from workflow_updater.local_cloud.cloudformation.failures import INTERNAL_FAILURE, MacroFailed

LOG = logging.getLogger(__name__)
_RUNNING: set[asyncio.Task[None]] = set()  # the event loop itself keeps only weak references


Result = TypeVar("Result")


async def outcome(work: Coroutine[Any, Any, Result]) -> Result:
    """
    Return what *work* returns. Nobody waits for it: whatever goes wrong must become the reason of a failed operation.

    Raises:
        MacroFailed: *work* failed; by a fault of ours or of MiniStack it is an internal failure, and the log has more.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait([task])
    failure = task.exception()
    if failure is None:
        return task.result()
    if not isinstance(failure, MacroFailed):
        LOG.error("background work failed", exc_info=failure)
        raise MacroFailed(INTERNAL_FAILURE) from failure
    raise failure


def start(work: Coroutine[Any, Any, None]) -> None:
    """Run *work* on the event loop in the context (account, region) of the current request."""
    task = asyncio.get_running_loop().create_task(work)
    _RUNNING.add(task)
    task.add_done_callback(_finished)


def _finished(task: asyncio.Task[None]) -> None:
    _RUNNING.discard(task)
    if not task.cancelled() and task.exception() is not None:
        LOG.error("background work failed", exc_info=task.exception())
