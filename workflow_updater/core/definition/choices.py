"""The choices of a Choice state, and the conditions inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import State, objects_in


class Condition(NamedTuple):
    """What is true or false: a choice, or a part of its And, Or or Not. *way* leads from the state to *body*."""

    way: Path
    body: Mapping[str, Any]

    @property
    def is_outermost(self) -> bool:
        """Whether it is the choice itself."""
        return len(self.way) == 2


def choices(state: State) -> Iterator[Condition]:
    """Yield the choices of *state* that are objects, in their order."""
    for index, choice in objects_in(state.body, "Choices"):
        yield Condition(("Choices", index), choice)


def conditions(state: State) -> Iterator[Condition]:
    """Yield the choices of *state*, each before the conditions inside it, in the order of the text."""
    for choice in choices(state):
        pending = [choice]
        while pending:
            condition = pending.pop()
            yield condition
            pending.extend(reversed(list(_inside(condition))))


def _inside(condition: Condition) -> Iterator[Condition]:
    for field in ("And", "Or"):
        for index, inner in objects_in(condition.body, field):
            yield Condition((*condition.way, field, index), inner)
    negated = condition.body.get("Not")
    if isinstance(negated, dict):
        yield Condition((*condition.way, "Not"), negated)
