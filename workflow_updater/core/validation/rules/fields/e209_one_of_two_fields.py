"""E209: a value is written down or read from a path, not both."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import object_at, pointer
from workflow_updater.core.definition.machine import STATE_TYPES, State
from workflow_updater.core.definition.numbers import OF_MAPS
from workflow_updater.core.validation.rule import Fault, StateRule

_WRITTEN_OR_READ = (
    *("TimeoutSeconds", "HeartbeatSeconds", "MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"),
    *("Error", "Cause"),
)


def _check(state: State) -> Iterator[Fault]:
    if state.query_language == "JSONata":  # whose states have no paths at all: E203, E206
        return
    for way, fields in (((), _WRITTEN_OR_READ), *(OF_MAPS.items() if state.type == "Map" else ())):
        given = object_at(state.body, way)
        for field in fields:
            if field in given and f"{field}Path" in given:
                where = pointer((*state.path, *way, f"{field}Path"))
                yield Fault(where, f'"{state.name}" has both {field} and {field}Path', f"remove {field} or {field}Path")


RULE = StateRule(
    id="E209",
    title="A value is written down or read from a path",
    description="AWS: “There should only be one of the following fields: [MaxItems, MaxItemsPath]”.",
    source="https://states-language.net/spec.html#timeouts",
    types=frozenset(STATE_TYPES),
    fields=frozenset({*(f"{field}Path" for field in _WRITTEN_OR_READ), "ItemBatcher", "ItemReader"}),
    check=_check,
)
