"""What happens while a plan is carried out, as values that are watched; and how that ended well."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from workflow_updater.core.release import Release
from workflow_updater.plan.model import Plan


@dataclass(frozen=True)
class Planned:
    """What is about to be done; *again*: somebody changed the stack, and this is another plan than the one before."""

    plan: Plan
    again: bool = False


@dataclass(frozen=True)
class InLine:
    """Somebody else is in the way of this push: *why*."""

    stack: str
    why: str


@dataclass(frozen=True)
class Published:
    """The definition is stored at *location*, its version included."""

    location: str


@dataclass(frozen=True)
class ChangeSetCreated:
    """A change set exists, not yet reviewed."""

    name: str


@dataclass(frozen=True)
class Reviewed:
    """The change set changes the definition of *logical_id*, to what was published, and nothing else."""

    arn: str
    logical_id: str


@dataclass(frozen=True)
class StackMoved:
    """A stack event of the update; *is_stack*: it is about the stack itself."""

    at: datetime
    logical_id: str
    status: str
    reason: str
    is_stack: bool = False


@dataclass(frozen=True)
class AliasMoved:
    """The alias sends executions to other versions than before, or other parts of them: version number → percentage."""

    alias: str
    weights: Mapping[str, int]


@dataclass(frozen=True)
class Noted:
    """Something that the user should know and that changes nothing about the outcome."""

    text: str


@dataclass(frozen=True)
class Verified:
    """The live definition is what was published."""

    machine_arn: str


@dataclass(frozen=True)
class Recorded:
    """The *release* is on record; *is_late*: another push made it, and was killed before it could record it."""

    release: Release
    is_late: bool = False


@dataclass(frozen=True)
class Waiting:
    """Nothing to tell yet; *what* is waited for."""

    what: str


Progress = (
    Planned
    | InLine
    | Published
    | ChangeSetCreated
    | Reviewed
    | StackMoved
    | AliasMoved
    | Noted
    | Verified
    | Recorded
    | Waiting
)


@dataclass(frozen=True)
class Outcome:
    """
    How a deployment ended well (failures are errors); *location* and *change_set* are "" when nothing was done.

    *release* is the sequence of its record, 0 when there is none; *is_replaced*: it was updated, and somebody else
    updated it again before anybody saw it run.
    """

    ended: Literal["updated", "unchanged", "reviewed"]
    location: str = ""
    change_set: str = ""
    release: int = 0
    is_replaced: bool = False


Result = TypeVar("Result")
Steps = Generator[Progress, None, Result]


def watch(steps: Steps[Result], show: Callable[[Progress], None]) -> Result:
    """
    Return what *steps* end with, after showing each of them.

    What interrupts the showing is thrown into the steps, so that they can tidy up.
    """
    try:
        while True:
            step = next(steps)
            try:
                show(step)
            except (KeyboardInterrupt, OSError) as interruption:
                show(steps.throw(interruption))  # what tidying up takes, before the next step raises
    except StopIteration as end:
        result: Result = end.value
        return result
