"""
One push from what is wanted to how it ended: plan, approval, execution; and again, when somebody else came in between.

What is carried out is the plan that was approved. When the stack is busy, or moved under the plan, the push waits in
line and plans again, on top of what came; a plan that would do something else than the approved one asks anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from workflow_updater.clock import Clock, pauses
from workflow_updater.cloud.ports import Cloud
from workflow_updater.errors import Interrupted, StackBusy
from workflow_updater.plan.aliases.around_push import outlasts
from workflow_updater.plan.attempt import Aim, Attempt
from workflow_updater.plan.change_sets.names import push_name
from workflow_updater.plan.executor import carry_out
from workflow_updater.plan.model import Plan
from workflow_updater.plan.planner import Wanted
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import Noted, Outcome, Planned, Steps, Waiting
from workflow_updater.plan.waiting.in_line import shift_in_the_way, wait_in_line
from workflow_updater.plan.waiting.shift import Shift, longer_line

WAIT_SECONDS = 600.0  # an update of one state machine takes seconds, so that this is a line of dozens


@dataclass(frozen=True)
class Terms:
    """
    How long a push may take, and how far it goes.

    *until* is a value of `clock.monotonic()` and bounds everything; *wait_seconds* is how long the push waits in line
    and plans again, counted from the first time that somebody else was in its way; 0: not at all.
    """

    clock: Clock
    until: float
    wait_seconds: float = WAIT_SECONDS
    aim: Aim = "update"


class Pushed(NamedTuple):
    """How a push ended well: the plan that was carried out last, and its outcome."""

    plan: Plan
    outcome: Outcome


Prepare = Callable[[Wanted, Cloud], Plan]
Approve = Callable[[Plan], None]


def push(wanted: Wanted, cloud: Cloud, terms: Terms, *, approve: Approve, prepare: Prepare = prepare) -> Steps[Pushed]:
    """
    Yield the progress of bringing the stack to what is *wanted* and return how it ended.

    Each plan that differs from the one before is yielded as `Planned`, then, when it changes something, given to
    *approve*, which raises to stop the push. *prepare* makes the plans.

    Raises:
        StackBusy: somebody else held the stack, or changed it again and again, as long as the terms allow.
        Interrupted: Ctrl-C; the message says in what state things are.
        DeployError: as *prepare*, *approve* and `carry_out`.
    """
    line, started = _Line(cloud, wanted.stack, terms), terms.clock.monotonic()
    approved: Plan | None = None
    while True:
        try:
            try:
                yield Waiting(f"reading {wanted.stack}")
                plan = prepare(wanted, cloud)
                if plan != approved:
                    yield Planned(plan, again=approved is not None)
                    now = terms.clock.monotonic()
                    if note := outlasts(plan, terms.until - now, spent=now - started):
                        yield Noted(note)
                    if not plan.is_unchanged:
                        approve(plan)
                    approved = plan
            except KeyboardInterrupt:
                raise _interrupted(wanted.stack) from None
            outcome = yield from carry_out(plan, cloud, new_attempt(plan, terms))
        except StackBusy as busy:
            yield from line.stand(busy)
        else:
            return Pushed(plan, outcome)


def new_attempt(plan: Plan, terms: Terms) -> Attempt:
    """Return an attempt with a name that no other has."""
    name = push_name(plan.publication.digest, kept=terms.aim == "keep change set")
    return Attempt(name, terms.clock, terms.until, terms.aim)


class _Line:
    """The line of those who want the stack; it is left when it has taken as long as the terms allow."""

    def __init__(self, cloud: Cloud, stack: str, terms: Terms) -> None:
        self._cloud = cloud
        self._stack = stack
        self._terms = terms
        self._pauses = pauses()
        self._timeout = terms.until - terms.clock.monotonic()
        self._until: float | None = None  # of the whole line, known when it is first stood in
        self._seconds = 0.0  # how long that was then
        self._shift: Shift | None = None  # what was in the way last

    def stand(self, busy: StackBusy) -> Steps[None]:
        """Yield who is in the way, and return when the stack is at rest; raises StackBusy when that takes too long."""
        clock, terms = self._terms.clock, self._terms
        if terms.wait_seconds <= 0:
            self._shift = shift_in_the_way(self._cloud.stacks, self._stack)
            raise self._in_vain(busy, "--wait SECONDS waits in line") from busy
        if self._until is None:
            self._seconds = max(0.0, min(terms.wait_seconds, terms.until - clock.monotonic()))
            self._until = clock.monotonic() + self._seconds
        left = self._until - clock.monotonic()
        if left <= 0:
            raise self._in_vain(busy, waited=f"; it was no better after {self._seconds:,.0f} s") from busy
        try:
            self._shift = yield from wait_in_line(
                self._cloud.stacks, self._stack, busy.message, clock=clock, until=self._until, advise=self._advice
            )
            clock.sleep(min(next(self._pauses), left))  # not all who stood in line at the same moment
        except KeyboardInterrupt:
            raise _interrupted(self._stack) from None

    def _advice(self, shift: Shift | None) -> str:
        return longer_line(shift, wait=self._seconds, timeout=self._timeout)

    def _in_vain(self, busy: StackBusy, cure: str = "", *, waited: str = "") -> StackBusy:
        """Return *busy* with what is in the way, how long was *waited*, and the *cure* unless a shift has its own."""
        shift = f"; {self._shift}" if self._shift else ""
        hint = "; ".join(filter(None, (busy.hint, self._advice(self._shift) or cure)))
        return StackBusy(f"{busy.message}{shift}{waited}", hint=hint)


def _interrupted(stack: str) -> Interrupted:
    return Interrupted(f"{stack}: interrupted before the update; the stack is as it was, as far as this push goes")
