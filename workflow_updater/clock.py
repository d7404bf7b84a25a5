"""Time as an argument: the real clock, and the pace at which work in AWS is polled."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Protocol

# What a poll comes late is a share of what was waited: an update of one state machine takes some ten seconds, a gradual
# shift hours. AWS publishes no rates for the calls of CloudFormation; sam waits 0.5 s when nobody sets
# SAM_CLI_POLL_DELAY (DEFAULT_CLIENT_SLEEP), and when many push at once the SDK's retries spread what is too much.
FIRST_PAUSE_SECONDS = 0.1
USUAL_PAUSE_SECONDS = 0.25
SHARE_OF_WAITING = 0.03
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
    """
    Yield the seconds to wait between polls, for ever.

    0.1 s growing to 0.25 s, then 3 % of what was waited, 2 s at most; with jitter of ±20 %.
    """
    growing, waited = FIRST_PAUSE_SECONDS, 0.0
    while True:
        pause = min(max(growing, waited * SHARE_OF_WAITING), LONGEST_PAUSE_SECONDS)
        yield pause * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing
        waited += pause
        growing = min(growing * 1.5, USUAL_PAUSE_SECONDS)
