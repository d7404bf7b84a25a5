"""
How long this cloud itself took for each change set: what a client cannot be faster than.

Told at `/_local_cloud/change_sets`, for benchmarks; kept by the process only.
"""

from __future__ import annotations

import time
from typing import Any

from workflow_updater.local_cloud import call_pace

KEPT = 1000
_TIMES: dict[str, dict[str, float]] = {}  # by ARN of the change set; values of `time.monotonic()`


def start(change_set: str, step: str) -> None:
    """Note that the request for *step* ("made", "executed") of the *change_set* of that ARN came in."""
    _TIMES.setdefault(change_set, {})[f"{step} from"] = call_pace.received()
    while len(_TIMES) > KEPT:
        del _TIMES[next(iter(_TIMES))]


def stop(change_set: str, step: str) -> None:
    """Note that *step* is over."""
    _TIMES.setdefault(change_set, {})[f"{step} to"] = time.monotonic()


def told() -> list[dict[str, Any]]:
    """Return the seconds of every change set, oldest first; a step that is not over is left out."""
    return [{"change_set": arn, **_seconds(times)} for arn, times in _TIMES.items()]


def _seconds(times: dict[str, float]) -> dict[str, float]:
    steps = [step for step in ("made", "executed") if {f"{step} from", f"{step} to"} <= times.keys()]
    return {f"{step}_seconds": round(times[f"{step} to"] - times[f"{step} from"], 4) for step in steps}
