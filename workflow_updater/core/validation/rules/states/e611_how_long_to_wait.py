"""E611: a Wait state says in one way how long it waits."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import one_of
from workflow_updater.core.validation.rule import Fault, StateRule

_FIELDS = ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")


def _check(state: State) -> Iterator[Fault]:
    given = [field for field in _FIELDS if field in state.body]
    if not given:
        yield Fault(state.pointer(), f'the Wait state "{state.name}" does not say how long', f"add {one_of(_FIELDS)}")
    elif len(given) > 1:
        hint = f"keep {one_of(tuple(given))}"
        yield Fault(state.pointer(given[1]), f'the Wait state "{state.name}" has {" and ".join(given)}', hint)


RULE = StateRule(
    id="E611",
    title="A Wait state says how long, in one way",
    description=(
        "AWS: “There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]”."
    ),
    source="https://states-language.net/spec.html#wait-state",
    types=frozenset({"Wait"}),
    check=_check,
)
