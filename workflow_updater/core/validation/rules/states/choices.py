"""The choices of a Choice state, and the conditions inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workflow_updater.core.definition.machine import State


class Condition(NamedTuple):
    """What is true or false: a choice, or a part of its And, Or or Not. *way* leads from the state to *body*."""

    way: tuple[str | int, ...]
    body: Mapping[str, Any]

    @property
    def outermost(self) -> bool:
        """Whether it is the choice itself."""
        return len(self.way) == 2


def choices(state: State) -> Iterator[Condition]:
    """Yield the choices of *state* that are objects, in their order."""
    listed = state.body.get("Choices")
    for index, choice in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(choice, dict):
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
        listed = condition.body.get(field)
        for index, inner in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(inner, dict):
                yield Condition((*condition.way, field, index), inner)
    negated = condition.body.get("Not")
    if isinstance(negated, dict):
        yield Condition((*condition.way, "Not"), negated)
