"""A clock that never waits."""

from __future__ import annotations


class FakeClock:
    """Time that passes only when somebody sleeps; a loop without end fails loudly instead of hanging."""

    def __init__(self, *, most_sleeps: int = 10_000) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self._most_sleeps = most_sleeps

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0, "nobody can sleep backwards"
        assert len(self.slept) < self._most_sleeps, "this loop waits for something that never comes"
        self.slept.append(seconds)
        self.now += seconds
