"""E213: readers and batchers of a Map state hold values of their types, and numbers within their ranges."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.numbers import OF_MAPS
from workflow_updater.core.validation.rule import Fault, StateRule

_OBJECTS = (("ItemReader", "ReaderConfig"), ("ResultWriter", "WriterConfig"))


def _check(state: State) -> Iterator[Fault]:
    for way, ranges in OF_MAPS.items():
        holder = object_at(state.body, way)
        for field, numbers in ranges.items():
            fault = field in holder and numbers.fault(holder[field], expressions=state.query_language != "JSONPath")
            if fault:
                where = state.pointer(*way, field)
                yield Fault(where, f'the {field} of "{state.name}" {fault}', "write a number, without quotes")
    for way in _OBJECTS:
        if not isinstance(object_at(state.body, way[:-1]).get(way[-1], {}), dict):
            yield Fault(state.pointer(*way), f'the {way[-1]} of "{state.name}" is not an object')


RULE = StateRule(
    id="E213",
    title="The parts of a Map state hold values of their types",
    description="AWS: “Minimum value is 0”, “Maximum value is 100000000”; ReaderConfig and WriterConfig are objects.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html",
    hint="write an object",
    types=frozenset({"Map"}),
    fields=frozenset({"ItemReader", "ItemBatcher", "ResultWriter"}),
    check=_check,
)
