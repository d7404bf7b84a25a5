"""
Kinds of fault that meet a call together, so that each verb meets all of them without a run of its own for each.

What each kind alone comes to at the client edge is tried at a push; there every call meets every kind by itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.calls import Call
from tests.faults.kinds import FAULTS, Fault

BY_NAME = {fault.name: fault for fault in FAULTS}
LONG_ATTEMPTS = 60  # a dozen calls, each given up
AWAY = tuple(BY_NAME[name] for name in ("throttled", "503", "connection reset"))  # the SDK asks again after each


@dataclass
class Passing:
    """The first attempts of every call meet each of *faults* in turn, and the one after gets through; counts them."""

    faults: tuple[Fault, ...] = AWAY
    attempts: Counter[Call] = field(default_factory=Counter)
    fault: Fault = AWAY[0]

    def meets(self, call: Call) -> bool:
        """Return whether this attempt of *call* goes wrong."""
        self.attempts[call] += 1
        hit = self.attempts[call] <= len(self.faults)
        if hit:
            self.fault = self.faults[self.attempts[call] - 1]
        return hit

    def has_met_all(self, call: Call) -> bool:
        """Return whether *call* met each of the faults, and was asked again after the last."""
        return self.attempts[call] > len(self.faults)


@dataclass
class Lasting:
    """*faults* in turn at the attempts of *call* and, where they hit *everything*, of every call from there on."""

    faults: tuple[Fault, ...]
    call: Call
    everything: bool
    attempts: Counter[Call] = field(default_factory=Counter)
    fault: Fault = AWAY[0]

    def meets(self, call: Call) -> bool:
        """Return whether this attempt of *call* goes wrong."""
        hit = call == self.call or (self.has_come and (self.everything or call.is_like(self.call)))
        if hit:
            self.fault = self.faults[self.attempts[call] % len(self.faults)]
            self.attempts[call] += 1
        return hit

    @property
    def is_long(self) -> bool:
        """Whether it has lasted for longer than a command takes to give up, or to tidy up after that."""
        return self.attempts.total() > LONG_ATTEMPTS

    @property
    def has_come(self) -> bool:
        """Whether the call was made."""
        return bool(self.attempts)


@dataclass(frozen=True)
class Kind:
    """A trouble that lasts, by the name that the page gives it."""

    name: str
    faults: tuple[Fault, ...]

    def at(self, call: Call) -> Lasting:
        """Return this kind, from *call* on."""
        return Lasting(self.faults, call, everything=self.faults[0].reach == "every call" or len(self.faults) > 1)

    @property
    def cures(self) -> set[str]:
        """What a hint must name, one of these."""
        return {fault.cure for fault in self.faults}


LASTING = (
    Kind("AWS away", AWAY),
    *(Kind(name, (BY_NAME[name],)) for name in ("clock skewed", "credentials expired", "denied")),
)
LOST = Kind("answer lost", (BY_NAME["answer lost"],))  # at a write: it was done, and nobody heard so
