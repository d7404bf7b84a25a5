"""E211: the numbers of a state are numbers, and within their ranges."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import STATE_TYPES, State
from workflow_updater.core.definition.numbers import OF_STATES
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import STATE_FIELDS


def _check(state: State) -> Iterator[Fault]:
    for field, numbers in OF_STATES.items():
        if field in state.body and field in STATE_FIELDS[state.type]:
            fault = numbers.fault(state.body[field], expressions=state.query_language != "JSONPath")
            if fault:
                yield Fault(state.pointer(field), f'the {field} of "{state.name}" {fault}')


RULE = StateRule(
    id="E211",
    title="A number is within its range",
    description=(
        "AWS: “Expected value of type Integer”, “Minimum value is 1”, “Maximum value is 99999999”. In JSONata an "
        "expression may stand for the number."
    ),
    source="https://github.com/badmintoncryer/cdk-preflight",
    hint="write a number that AWS takes, without quotes",
    types=frozenset(STATE_TYPES),
    fields=frozenset(OF_STATES),
    check=_check,
)
