"""Time as an argument: the real clock, and the pace at which work in AWS is polled."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Protocol

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 2.0  # peers wait a fixed 5 s and 30 s, which is most of their time


class Clock(Protocol):
    """Monotonic time and sleep; tests pass one that does not wait."""

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let *seconds* pass."""
        ...


class SystemClock:
    """The machine's own clock."""

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let *seconds* pass."""
        time.sleep(seconds)


def pauses() -> Iterator[float]:
    """Yield the seconds to wait between polls, for ever: 0.1 s growing to 2 s, with jitter of ±20 %."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
