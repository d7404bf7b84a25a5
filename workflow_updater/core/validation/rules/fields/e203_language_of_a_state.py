"""E203: a state has no fields of the other query language."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import STATE_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import STATE_FIELDS
from workflow_updater.core.validation.rules.fields.languages import of_the_other_language


def _check(state: State) -> Iterator[Fault]:
    known = STATE_FIELDS[state.type]  # what no state of its type has, E202 tells
    return of_the_other_language(state.body, state.path, state.query_language, known)


RULE = StateRule(
    id="E203",
    title="A state has no fields of the other query language",
    description=(
        "AWS: “The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' "
        "QueryLanguage”. The language is the state's own QueryLanguage, else that of the whole machine; a Map or a "
        "Parallel does not hand its own down to the states inside it."
    ),
    source="https://github.com/floci-io/floci/issues/2968",
    types=frozenset(STATE_TYPES),
    check=_check,
)
