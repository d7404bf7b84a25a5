"""E114: a Map state has exactly one item processor, which is a machine."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule

_FIELDS = ("ItemProcessor", "Iterator")


def _check(state: State) -> Iterator[Fault]:
    given = [field for field in _FIELDS if field in state.body]
    if not given:
        yield Fault(state.pointer(), f'the Map state "{state.name}" has no ItemProcessor')
    elif len(given) > 1:
        yield Fault(state.pointer("Iterator"), f'the Map state "{state.name}" has both ItemProcessor and Iterator')
    elif not isinstance(state.body[given[0]], dict):
        yield Fault(state.pointer(given[0]), f'the {given[0]} of "{state.name}" is not an object')


RULE = StateRule(
    id="E114",
    title="A Map state has an item processor",
    description="ItemProcessor, or its older name Iterator, is the machine that each item runs through.",
    source="https://states-language.net/spec.html#map-state",
    hint='write one "ItemProcessor" with "StartAt" and "States"',
    types=frozenset({"Map"}),
    check=_check,
)
