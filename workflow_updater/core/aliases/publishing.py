"""What a template says of the versions and the alias of a state machine, as a value; and how long a shift takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

ShiftType = Literal["ALL_AT_ONCE", "CANARY", "LINEAR"]

# A machine has 1,000 versions at most (Step Functions quotas, a soft one): with more, no push would go through.
VERSIONS_MAX = 1_000
KEPT_UNLESS_SAID = 100


class Ids(NamedTuple):
    """The logical ids of what belongs to a state machine; no two machines of a template can have the same."""

    version: str
    alias: str


@dataclass(frozen=True)
class Publishing:
    """
    Every push becomes a version, and the alias *alias* moves to it.

    *percentage* and *interval_minutes* are 0 where the type needs none. *alarms* are names, or intrinsics of the
    template that give names. *keep_versions* newest versions are kept.
    """

    alias: str
    type: ShiftType = "ALL_AT_ONCE"
    percentage: int = 0
    interval_minutes: int = 0
    alarms: tuple[object, ...] = field(default=(), hash=False)  # an intrinsic has no hash
    keep_versions: int = KEPT_UNLESS_SAID

    @property
    def weights(self) -> tuple[int, ...]:
        """The percentages that the new version gets, one after the other; the last one is 100."""
        return tuple(_weights(self))

    @property
    def shift_seconds(self) -> float:
        """How long a shift takes at least: the first weight comes at once, each other one an interval later."""
        return 60.0 * self.interval_minutes * (len(self.weights) - 1)

    @property
    def longest_update_seconds(self) -> float:
        """
        How long an update with its shift takes at most.

        CloudFormation looks once a minute whether an interval is over (AWS's handler of the alias), so that it takes up
        to a minute longer for each; the rest of the update of one state machine takes seconds, and is given a minute.
        """
        return self.shift_seconds + 60.0 * len(self.weights)

    def told(self, stack: str) -> str:
        """Return the alias and how traffic shifts, in one line; *stack* is the name of the template's stack."""
        shift = "all traffic at once"
        if self.type == "CANARY":
            shift = f"CANARY, {self.percentage} % for {self.interval_minutes} min, then all"
        elif self.type == "LINEAR":
            whole = f"{self.shift_seconds / 60:.0f} min in all"
            shift = f"LINEAR, {self.percentage} % more every {self.interval_minutes} min, {whole}"
        alarms = f"; alarms: {', '.join(_alarm_text(alarm, stack) for alarm in self.alarms)}" if self.alarms else ""
        return f"alias {self.alias}: {shift}{alarms}"


def ids_of(logical_id: str) -> Ids:
    """Return the logical ids of the version and the alias of the state machine *logical_id*."""
    return Ids(f"{logical_id}Version", f"{logical_id}Alias")


def _alarm_text(alarm: object, stack: str) -> str:
    """Return the name of an alarm; of a Ref what it names, of a Sub its text with the stack's name, else the JSON."""
    match alarm:
        case str(name) | {"Ref": str(name)}:
            return name
        case {"Fn::Sub": str(name)}:
            return name.replace("${AWS::StackName}", stack)
    return json.dumps(alarm)


def _weights(publishing: Publishing) -> Iterator[int]:
    match publishing.type:
        case "CANARY":
            yield publishing.percentage
        case "LINEAR":
            yield from range(publishing.percentage, 100, publishing.percentage)
    yield 100
