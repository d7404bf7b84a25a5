"""
Workers of a Map that take any number of items, one after the other.

Wraps `_eval_pool` of moto's workers, whose last step is to call itself for the next item: a RecursionError after some
900 of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.iteration_worker import IterationWorker

from workflow_updater.local_cloud.hooks import private, replace

HOOK = "Map workers"


def install() -> None:
    """Let workers go on in a loop."""
    private(IterationWorker, "_eval_pool", hook=HOOK)
    for worker in _with_subclasses(IterationWorker):
        if "_eval_pool" in vars(worker):
            _loop(worker)


def _loop(worker: Any) -> None:
    def work(self: Any, job: Any, worker_frame: Any) -> None:
        if "next_jobs" in vars(self):  # called by itself
            self.next_jobs.append(job)
            return
        self.next_jobs = [job]
        while self.next_jobs:
            plain(self, self.next_jobs.pop(), worker_frame)
        del self.next_jobs

    plain = replace(worker, "_eval_pool", work, hook=HOOK)


def _with_subclasses(worker: Any) -> Iterator[Any]:
    yield worker
    for subclass in worker.__subclasses__():
        yield from _with_subclasses(subclass)
