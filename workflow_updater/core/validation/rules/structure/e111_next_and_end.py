"""E111: no state has Next and End together."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import CONTINUING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    if "Next" in state.body and "End" in state.body:
        yield Fault(state.pointer("End"), f'the state "{state.name}" has both Next and End')


RULE = StateRule(
    id="E111",
    title="Next and End exclude one another",
    description="A state either names its successor or ends the machine.",
    source="https://states-language.net/spec.html#transition",
    hint="remove one of the two",
    types=CONTINUING_TYPES,
    check=_check,
)
