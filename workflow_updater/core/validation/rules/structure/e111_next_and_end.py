"""E111: no state has Next and End together."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import CONTINUING_TYPES, State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    end = state.body.get("End", False)
    if "Next" in state.body and end is not False and not is_open(end):
        yield Fault(state.pointer("End"), f'the state "{state.name}" has both Next and End')


RULE = StateRule(
    id="E111",
    title="Next and End exclude one another",
    description=(
        "A state either names its successor or ends the machine: “There should only be one of the following fields: "
        "[Next, End]”. That AWS refuses an End that is false is not known."
    ),
    source="https://states-language.net/spec.html#transition",
    hint="remove one of the two",
    types=CONTINUING_TYPES,
    check=_check,
)
