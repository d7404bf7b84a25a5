"""W636: a batch that may grow larger than an execution's input may be."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_number
from workflow_updater.core.validation.rule import Fault, StateRule

_MOST_BYTES = 262_144  # source: of the rule, “up to 256 KiB”


def _check(state: State) -> Iterator[Fault]:
    size_bytes = object_at(state.body, ("ItemBatcher",)).get("MaxInputBytesPerBatch")
    if is_number(size_bytes) and size_bytes > _MOST_BYTES:
        where = state.pointer("ItemBatcher", "MaxInputBytesPerBatch")
        yield Fault(where, f'a batch of "{state.name}" may have {size_bytes} bytes, and AWS takes {_MOST_BYTES}')


RULE = StateRule(
    id="W636",
    title="A batch is not larger than an input",
    description="A batch is the input of a child execution, which is at most 256 KiB.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html",
    hint=f"write at most {_MOST_BYTES}",
    types=frozenset({"Map"}),
    fields=frozenset({"ItemBatcher"}),
    check=_check,
)
