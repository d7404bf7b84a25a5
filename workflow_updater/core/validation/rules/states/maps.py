"""The parts of a Map state, as far as they have the form of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import value_at
from workflow_updater.core.definition.machine import State

PROCESSORS = ("ItemProcessor", "Iterator")


def processor_configs(state: State) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the field of each processor of *state* that has a ProcessorConfig, with that."""
    for field in PROCESSORS:
        config = value_at(state.body, (field, "ProcessorConfig"))
        if isinstance(config, dict):
            yield field, config


def mode(state: State) -> object:
    """Return the mode in which *state* runs: what is written there, "INLINE" when nothing is."""
    return next((config.get("Mode", "INLINE") for _, config in processor_configs(state)), "INLINE")
