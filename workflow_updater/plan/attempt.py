"""One attempt to carry a plan out: its name, its time, and how far it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow_updater.clock import Clock

Aim = Literal["update", "keep change set", "show change set"]


@dataclass(frozen=True)
class Attempt:
    """One attempt to carry a plan out: *name* is new, and marks the change set and the events of the update."""

    name: str
    clock: Clock
    until: float  # a value of `clock.monotonic()`
    aim: Aim = "update"
