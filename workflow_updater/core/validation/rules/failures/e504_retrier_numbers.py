"""E504: the numbers of a retrier are within their ranges."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.definition.numbers import OF_RETRIERS
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for retrier in handlers(state, "Retry"):
        for field, numbers in OF_RETRIERS.items():
            fault = field in retrier.body and numbers.fault(retrier.body[field], expressions=False)
            if fault:
                where = state.pointer("Retry", retrier.position, field)
                yield Fault(where, f'the {field} of a retrier of "{state.name}" {fault}')


RULE = StateRule(
    id="E504",
    title="The numbers of a retrier are within their ranges",
    description=(
        "IntervalSeconds and MaxAttempts are whole numbers up to 99,999,999, MaxDelaySeconds is one from 1 to "
        "31,622,400, and BackoffRate a number of at least 1. None of them can be an expression."
    ),
    source="https://github.com/badmintoncryer/cdk-preflight",
    hint="write a number that AWS takes, without quotes",
    types=CATCHING_TYPES,
    fields=frozenset({"Retry"}),
    check=_check,
)
