"""The parts of a Map state, as far as they have the form of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.machine import State

PROCESSORS = ("ItemProcessor", "Iterator")


def part(body: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    """Return the object in *field* of *body*, an empty one when there is none."""
    found = body.get(field)
    return found if isinstance(found, dict) else {}


def processor_configs(state: State) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the field of each processor of *state* that has a ProcessorConfig, with that."""
    for field in PROCESSORS:
        config = part(state.body, field).get("ProcessorConfig")
        if isinstance(config, dict):
            yield field, config


def mode(state: State) -> object:
    """Return the mode in which *state* runs: what is written there, "INLINE" when nothing is."""
    return next((config.get("Mode", "INLINE") for _, config in processor_configs(state)), "INLINE")
