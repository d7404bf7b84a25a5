"""Starts an execution of a state machine and follows it to its end."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import Execution, Machines
from workflow_updater.errors import StillRunning
from workflow_updater.plan.progress import Noted
from workflow_updater.plan.waiting.follow import polls
from workflow_updater.plan.waiting.patience import Patience

RUNNING = {"RUNNING", "PENDING_REDRIVE"}


@dataclass(frozen=True)
class StateMoved:
    """The execution *entered* or left the state of that name."""

    state: str
    entered: bool


def follow_execution(
    machines: Machines, arn: str, *, clock: Clock, until: float
) -> Generator[StateMoved | Noted, None, Execution]:
    """
    Yield each state that the execution enters and leaves, and return the execution once it has ended.

    Raises:
        StillRunning: it was still running at *until*; it goes on by itself.
        CloudAway: AWS was away at *until*: whether it goes on is not known.
    """
    patience = Patience(clock, until, "the execution goes on by itself")
    last = 0
    for _ in polls(clock, until):
        # before the history, so that an ended execution's history is whole
        execution = yield from patience.ask(lambda: machines.execution(arn))
        for event in (yield from patience.ask(partial(machines.history, arn, after=last))):
            last = event.id
            if event.state:
                yield StateMoved(event.state, entered=event.type.endswith("StateEntered"))
        if execution.status not in RUNNING:
            return execution
    raise StillRunning(
        f"{arn} was still running at the deadline; it goes on by itself",
        hint=f"`run --attach {arn}` follows it",
    )
