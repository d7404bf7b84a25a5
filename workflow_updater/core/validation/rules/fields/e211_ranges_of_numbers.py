"""E211: the numbers of a state are numbers, and within their ranges."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import STATE_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import STATE_FIELDS
from workflow_updater.core.validation.rules.fields.numbers import Range

_MOST_SECONDS = 99_999_999
# Measured with ValidateStateMachineDefinition, see the source; that a Seconds of 0 is taken, too.
_RANGES = {
    "TimeoutSeconds": Range(1, _MOST_SECONDS),
    "HeartbeatSeconds": Range(1, _MOST_SECONDS),
    "Seconds": Range(0, _MOST_SECONDS),
    "MaxConcurrency": Range(0),
    "ToleratedFailureCount": Range(0),
    "ToleratedFailurePercentage": Range(0, 100, broken=True),
}


def _check(state: State) -> Iterator[Fault]:
    for field, numbers in _RANGES.items():
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
    fields=frozenset(_RANGES),
    check=_check,
)
