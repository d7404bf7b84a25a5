"""E507: the fields of retriers and catchers hold values of their JSON types."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import FIELDS, handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule

_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "ResultPath": ((str, type(None)), "text or null"),
    "Assign": ((dict,), "an object"),
    "Comment": ((str,), "text"),
}


def _check(state: State) -> Iterator[Fault]:
    for handler in handlers(state, *FIELDS):
        for field, (types, name) in _TYPES.items():
            if field in handler.body and not isinstance(handler.body[field], types):
                where, value = state.pointer(handler.field, handler.position, field), handler.body[field]
                if not is_open(value):
                    yield Fault(where, f'{field} of a {handler.kind} of "{state.name}" is not {name}', f"write {name}")


RULE = StateRule(
    id="E507",
    title="The fields of retriers and catchers hold values of their types",
    description="ResultPath is a path or null, Assign an object, Comment text: “Expected value of type [STRING]”.",
    source="https://states-language.net/spec.html#errors",
    types=CATCHING_TYPES,
    fields=frozenset(FIELDS),
    check=_check,
)
