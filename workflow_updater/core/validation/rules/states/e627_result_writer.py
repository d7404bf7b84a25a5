"""E627: a ResultWriter says where results go, or how they are written, or both."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open, one_of
from workflow_updater.core.validation.rule import Fault, StateRule

_VALUES = {"Transformation": ("NONE", "COMPACT", "FLATTEN"), "OutputType": ("JSON", "JSONL")}


def _check(state: State) -> Iterator[Fault]:
    writer = state.body["ResultWriter"]
    if not isinstance(writer, dict):
        return
    arguments = "Arguments" if state.query_language == "JSONata" else "Parameters"
    if not writer:
        hint = f"add Resource and {arguments}, or a WriterConfig"
        yield Fault(state.pointer("ResultWriter"), f'the ResultWriter of "{state.name}" is empty', hint)
    if "Resource" in writer and writer.keys().isdisjoint({"Parameters", "Arguments"}):
        message = f'the ResultWriter of "{state.name}" has a Resource and no {arguments}'
        yield Fault(state.pointer("ResultWriter"), message, f"add {arguments} with Bucket and Prefix")
    if "Resource" not in writer and not writer.keys().isdisjoint({"Parameters", "Arguments"}):
        message = f'the ResultWriter of "{state.name}" has no Resource'
        yield Fault(state.pointer("ResultWriter"), message, "add arn:aws:states:::s3:putObject")
    config = object_at(writer, ("WriterConfig",))
    for field, values in _VALUES.items():
        value = config.get(field, values[0])
        if value not in values and not is_open(value):
            where = state.pointer("ResultWriter", "WriterConfig", field)
            message = f'the WriterConfig of "{state.name}" has an unknown {field}'
            yield Fault(where, message, f"write {one_of(values)}")


RULE = StateRule(
    id="E627",
    title="A ResultWriter says where to, or how",
    description=(
        "It has a Resource with its Parameters (JSONata: Arguments), or a WriterConfig, or both, and must not be empty."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html",
    types=frozenset({"Map"}),
    fields=frozenset({"ResultWriter"}),
    check=_check,
)
