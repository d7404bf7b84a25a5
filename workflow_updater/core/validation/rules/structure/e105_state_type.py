"""E105: every state has one of the eight types."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import STATE_TYPES, State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    if "Type" not in state.body:
        yield Fault(state.pointer(), f'the state "{state.name}" has no Type')
    elif not isinstance(state.body["Type"], str):
        yield Fault(state.pointer("Type"), f'the Type of "{state.name}" is not text')
    elif state.type not in STATE_TYPES and not has_placeholder(state.type):
        yield Fault(state.pointer("Type"), f'"{state.type}" is no type of a state', _cure(state.type))


def _cure(written: str) -> str:
    meant = next((kind for kind in STATE_TYPES if kind.lower() == written.strip().lower()), "")
    return f"write {meant}" if meant else ""


RULE = StateRule(
    id="E105",
    title="A state has one of the eight types",
    description="Type is one of Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map, in exactly this spelling.",
    source="https://states-language.net/spec.html#statetypes",
    hint=f"use one of {', '.join(STATE_TYPES)}",
    types=ANY_TYPE,
    check=_check,
)
