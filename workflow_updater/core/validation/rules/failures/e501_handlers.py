"""E501: Retry and Catch are arrays of objects."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import FIELDS
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for field in FIELDS:
        listed = state.body.get(field, [])
        if not isinstance(listed, list):
            yield Fault(state.pointer(field), f'{field} of "{state.name}" is not an array')
            continue
        for index, handler in enumerate(listed):
            if not isinstance(handler, dict):
                yield Fault(state.pointer(field, index), f'item {index} of {field} of "{state.name}" is not an object')


RULE = StateRule(
    id="E501",
    title="Retry and Catch are arrays of objects",
    description="Each object is a retrier or a catcher; an empty array is allowed.",
    source="https://states-language.net/spec.html#errors",
    hint='write an array of objects, each with "ErrorEquals"',
    types=CATCHING_TYPES,
    fields=frozenset(FIELDS),
    check=_check,
)
