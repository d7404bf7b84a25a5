"""What goes into a simulated execution and what comes out of it, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Scope = str  # "" for the workflow itself, else "Map[2]" or "Parallel[0].Map[2]": which item, which branch


class Answer(NamedTuple):
    """
    What a mocked task answers: *result*, or *error* with *cause*, after *takes* virtual seconds; *never* is no answer.

    *heartbeats* are the seconds after its start at which it sends one.
    """

    result: Any = None
    error: str | None = None
    cause: str | None = None
    takes: float = 0
    never: bool = False
    heartbeats: tuple[float, ...] = ()


class Call(NamedTuple):
    """A task's call: *number* counts from 0 in its *scope*; *input* is its evaluated Parameters or Arguments."""

    scope: Scope
    state: str
    number: int
    input: Any
    resource: str


class Visit(NamedTuple):
    """A state that was entered, *at* so many virtual seconds after the start."""

    scope: Scope
    state: str
    at: float


class Branch(NamedTuple):
    """A way out of *state*: *kind* is Choices, Default, Catch or Retry; *position* counts from 0 in it."""

    state: str
    kind: str
    position: int = 0


class Asked(NamedTuple):
    """
    One execution: *definition* is JSON text in which nothing is left to replace.

    *context* is laid over the context object. *answer* gives what each call of a task is to get; what it raises ends
    the simulation.
    """

    definition: str
    input: Any
    answer: Callable[[Call], Answer]
    context: Mapping[str, Any] = {}
    kind: str = "STANDARD"


class Ended(NamedTuple):
    """
    How it ended and what happened; *elapsed* is in virtual seconds, *status* as DescribeExecution tells it.

    *cut_off* is why it did not come to its end, *status* is "" then; what happened until then is told all the same.
    """

    status: str
    output: Any
    error: str | None
    cause: str | None
    elapsed: float
    visits: tuple[Visit, ...]
    branches: frozenset[Branch]
    calls: tuple[Call, ...]
    cut_off: Exception | None = None
