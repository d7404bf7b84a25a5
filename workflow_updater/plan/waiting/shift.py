"""The shift of an alias that an update is making: when it ends, and how long whoever comes next has to wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from workflow_updater.cloud.ports import Stack, StackEvent, Stacks
from workflow_updater.core.aliases.publishing import Publishing, ids_of
from workflow_updater.core.aliases.resources import ALIAS
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.injection_requests import injection_requests
from workflow_updater.errors import DeployError
from workflow_updater.sources.template_difference import parse_answered


@dataclass(frozen=True)
class Shift:
    """What an update of *stack*, which *began* then, does to an alias: bit by bit, as *publishing* says."""

    stack: str
    publishing: Publishing
    began: datetime

    def __str__(self) -> str:
        """The alias, how it shifts, and when that ends, in local time as all times of events."""
        soonest = self._clock(self.publishing.shift_seconds)
        latest = self._clock(self.publishing.longest_update_seconds)
        return f"{self.publishing.told(self.stack)}; it ends between {soonest} and {latest}"

    def _clock(self, seconds: float) -> str:
        began, at = self.began.astimezone(), (self.began + timedelta(seconds=seconds)).astimezone()
        return f"{at:%H:%M}" if at.date() == began.date() else f"{at:%Y-%m-%d %H:%M}"


def shift_of(stack: Stack, events: Sequence[StackEvent], resource: str, stacks: Stacks) -> Shift | None:
    """
    Return the shift that the operation of *stack* with these *events* makes, None when it makes none, or it is over.

    A push to the state machine *resource* ("": nobody knows) will come to shift its alias, whatever it does now. Who
    may not read the template is told of no shift.
    """
    if stack.status != "UPDATE_IN_PROGRESS" or not events:  # a rollback moves an alias at once
        return None
    aliases = {event.logical_id: event.status for event in events if event.type == ALIAS}
    try:
        template = parse_answered(stacks.original_template(stack.name), f"the template of {stack.name}")
        requests = injection_requests(template, stack.parameters)
    except (DeployError, InjectionRefused):
        return None
    for request in requests:
        coming = "UPDATE_IN_PROGRESS" if request.logical_id == resource else ""
        is_moving = aliases.get(ids_of(request.logical_id).alias, coming) == "UPDATE_IN_PROGRESS"
        if is_moving and request.publishing and request.publishing.shift_seconds:
            return Shift(stack.name, request.publishing, events[0].at)
    return None


def longer_line(shift: Shift | None, *, wait: float, timeout: float) -> str:
    """
    Return which flags wait until *shift* is over, "" when *wait* seconds do, or nothing shifts.

    `--timeout`, now *timeout* seconds, bounds the line too, and then the shift of the push itself: that is taken to be
    as long.
    """
    if shift is None or shift.publishing.longest_update_seconds <= wait:
        return ""
    whole = ceil(shift.publishing.longest_update_seconds)
    flags = [f"--wait {whole}", *([f"--timeout {2 * whole}"] if timeout < 2 * whole else [])]
    return f"{' '.join(flags)} waits for it"
