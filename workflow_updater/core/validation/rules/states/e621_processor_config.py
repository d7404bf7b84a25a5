"""E621: the ProcessorConfig of a Map state says in which mode it runs, and as what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open, one_of
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.states.maps import PROCESSORS, processor_configs

_MODES, _EXECUTION_TYPES = ("INLINE", "DISTRIBUTED"), ("STANDARD", "EXPRESS")


def _check(state: State) -> Iterator[Fault]:
    for field in PROCESSORS:
        config = object_at(state.body, (field,)).get("ProcessorConfig", {})
        if not isinstance(config, dict) and not is_open(config):
            where = state.pointer(field, "ProcessorConfig")
            yield Fault(where, f'the ProcessorConfig of "{state.name}" is not an object', 'write {"Mode": "INLINE"}')
    for field, config in processor_configs(state):
        for below, message, hint in _faults(config, state.machine_type):
            pointer = state.pointer(field, "ProcessorConfig", *below)
            yield Fault(pointer, f'the ProcessorConfig of "{state.name}" {message}', hint)


def _faults(config: Mapping[str, Any], machine_type: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield what is wrong with *config*: the field below it, what, and the cure."""
    for field, names in (("Mode", _MODES), ("ExecutionType", _EXECUTION_TYPES)):
        if field in config and config[field] not in names and not is_open(config[field]):
            yield (field,), f"has an unknown {field}", f"write {one_of(names)}"
    mode = config.get("Mode")
    if mode == "DISTRIBUTED" and "ExecutionType" not in config:
        yield (), "has Mode DISTRIBUTED and no ExecutionType", f"add ExecutionType: {one_of(_EXECUTION_TYPES)}"
    if mode == "DISTRIBUTED" and machine_type == "EXPRESS":
        yield ("Mode",), "has Mode DISTRIBUTED, which an Express workflow cannot have", "use INLINE, or STANDARD"
    if mode == "INLINE" and "ExecutionType" in config:
        yield ("ExecutionType",), "has Mode INLINE and an ExecutionType", "remove ExecutionType"


RULE = StateRule(
    id="E621",
    title="A ProcessorConfig has a mode, and its execution type",
    description=(
        "Mode is INLINE or DISTRIBUTED. With DISTRIBUTED, “These fields are required: [ExecutionType]” (STANDARD or "
        "EXPRESS), with INLINE “Field 'ExecutionType' is not supported”. Express workflows run INLINE only: “The field "
        "'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines”."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
    types=frozenset({"Map"}),
    fields=frozenset(PROCESSORS),
    check=_check,
)
