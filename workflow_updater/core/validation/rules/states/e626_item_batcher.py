"""E626: an ItemBatcher says how large a batch is."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule

_SIZES = ("MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath")


def _check(state: State) -> Iterator[Fault]:
    batcher = state.body["ItemBatcher"]
    if isinstance(batcher, dict) and batcher.keys().isdisjoint(_SIZES):
        yield Fault(state.pointer("ItemBatcher"), f'the ItemBatcher of "{state.name}" says no size')


RULE = StateRule(
    id="E626",
    title="An ItemBatcher says how large a batch is",
    description="It must give the most items of a batch, its most bytes, or both.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html",
    hint="add MaxItemsPerBatch or MaxInputBytesPerBatch",
    types=frozenset({"Map"}),
    fields=frozenset({"ItemBatcher"}),
    check=_check,
)
