"""E112: Choice, Succeed and Fail states have neither Next nor End."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule

_INSTEAD = {
    "Choice": "the choices and Default say where it goes; remove the field",
    "Succeed": "it ends by itself; remove the field, or make it a Pass state",
    "Fail": "it ends by itself; remove the field, or make it a Pass state",
}


def _check(state: State) -> Iterator[Fault]:
    for field in ("Next", "End"):
        if field in state.body:
            yield Fault(
                state.pointer(field),
                f'the {state.type} state "{state.name}" must not have {field}',
                _INSTEAD[state.type],
            )


RULE = StateRule(
    id="E112",
    title="Choice, Succeed and Fail have neither Next nor End",
    description="These states lead on by their choices, or end by themselves.",
    source="https://states-language.net/spec.html#statetypes",
    types=frozenset(_INSTEAD),
    check=_check,
)
