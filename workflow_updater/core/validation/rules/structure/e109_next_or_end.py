"""E109: every state that goes on says where, or that it ends."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import CONTINUING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    if "Next" in state.body:
        return
    if "End" not in state.body:
        yield Fault(state.pointer(), f'the state "{state.name}" has neither Next nor End')
    elif state.body["End"] is False:
        yield Fault(state.pointer("End"), f'the state "{state.name}" has End false and no Next')


RULE = StateRule(
    id="E109",
    title="A state goes on or ends",
    description="Task, Wait, Pass, Parallel and Map states need Next, or End that is true.",
    source="https://states-language.net/spec.html#transition",
    hint='add "Next" with the name of a state, or "End": true',
    types=CONTINUING_TYPES,
    check=_check,
)
