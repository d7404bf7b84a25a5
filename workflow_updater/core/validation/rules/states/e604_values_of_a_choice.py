"""E604: Assign and Comment of a choice hold values of their JSON types."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.choices import conditions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule

_TYPES = {"Assign": (dict, "an object"), "Comment": (str, "text")}


def _check(state: State) -> Iterator[Fault]:
    for condition in conditions(state):
        for field, (kind, name) in _TYPES.items():
            value = condition.body.get(field)
            if field in condition.body and not isinstance(value, kind) and not is_open(value):
                where = state.pointer(*condition.way, field)
                yield Fault(where, f'{field} of a choice of "{state.name}" is not {name}', f"write {name}")


RULE = StateRule(
    id="E604",
    title="The fields of a choice hold values of their types",
    description="Assign is an object of variables, Comment is text.",
    source="https://states-language.net/spec.html#choice-state",
    types=frozenset({"Choice"}),
    fields=frozenset({"Choices"}),
    check=_check,
)
