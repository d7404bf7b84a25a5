"""E202: a state has the fields of its type only."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import STATE_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import FIELDS_OF_ANY_STATE, STATE_FIELDS
from workflow_updater.core.validation.rules.fields.strangers import strangers


def _check(state: State) -> Iterator[Fault]:
    known = STATE_FIELDS[state.type]
    if known.issuperset(state.body):
        return
    misplaced = FIELDS_OF_ANY_STATE - known
    yield from strangers(state.body, state.path, known | misplaced, f'the {state.type} state "{state.name}"')
    for field in state.body:
        if field in misplaced:
            owners = ", ".join(kind for kind in STATE_TYPES if field in STATE_FIELDS[kind])
            message = f'the {state.type} state "{state.name}" must not have {field}'
            yield Fault(state.pointer(field), message, f"remove it; {owners} states may have it")


RULE = StateRule(
    id="E202",
    title="A state has the fields of its type only",
    description="AWS refuses a Catch on a Pass state and a TimeoutSeconds on a Map: “Field 'Catch' is not supported”.",
    source="https://github.com/floci-io/floci/issues/2735",
    hint="remove the field; what belongs to a task goes into its Parameters or Arguments",
    types=frozenset(STATE_TYPES),
    check=_check,
)
