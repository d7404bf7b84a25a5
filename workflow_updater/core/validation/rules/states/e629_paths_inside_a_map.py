"""E629: the paths inside the parts of a Map state are text."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule

_FIELDS = {
    ("ItemReader", "ReaderConfig"): ("MaxItemsPath", "ItemsPointer"),
    ("ItemBatcher",): ("MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"),
}


def _check(state: State) -> Iterator[Fault]:
    for way, fields in _FIELDS.items():
        body = object_at(state.body, way)
        for field in fields:
            if not isinstance(body.get(field, ""), str):
                yield Fault(state.pointer(*way, field), f'the {field} of "{state.name}" is not text')


RULE = StateRule(
    id="E629",
    title="The paths inside a Map state are text",
    description="MaxItemsPath and its like are paths, ItemsPointer is a JSON pointer.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html",
    hint='write a path: "$.…"',
    types=frozenset({"Map"}),
    fields=frozenset({"ItemReader", "ItemBatcher"}),
    check=_check,
)
