"""AWS away for longer than the SDK asks: for a while, or up to the deadline of the push."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.calls import Call
from tests.faults.kinds import Fault
from tests.faults.tap import Staying
from workflow_updater.cloud.aws.clients import ATTEMPTS


@dataclass
class Outage:
    """
    *fault* at each of *calls*, for two calls of the SDK and all but the last attempt of the third.

    From the first of them on they go by their names: a write that is asked for again comes after itself.
    """

    fault: Fault
    calls: frozenset[Call]
    attempts: Counter[str] = field(default_factory=Counter)

    def meets(self, call: Call) -> bool:
        """Return whether this attempt of *call* goes wrong."""
        if call not in self.calls and not self.attempts:
            return False
        self.attempts[call.name] += 1
        return call.name in self._names and self.attempts[call.name] < 3 * ATTEMPTS

    @property
    def is_over(self) -> bool:
        """Whether each of the calls got through at last."""
        return all(self.attempts[name] >= 3 * ATTEMPTS for name in self._names)

    @property
    def _names(self) -> set[str]:
        return {call.name for call in self.calls}


@dataclass
class Endless(Staying):
    """A fault that stays up to the deadline, which `is_near` after three calls of the SDK, not after half an hour."""

    attempts: int = 0

    def meets(self, call: Call) -> bool:
        """Return whether this attempt of *call* goes wrong."""
        hit = super().meets(call)
        self.attempts += hit
        return hit

    @property
    def is_near(self) -> bool:
        """Whether it has lasted long enough."""
        return self.attempts >= 3 * ATTEMPTS
