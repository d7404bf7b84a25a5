"""E103: States is an object with at least one state."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.rule import Fault, ScopeRule


def _check(scope: Scope) -> Iterator[Fault]:
    if "States" not in scope.body:
        return
    states = scope.body["States"]
    if not isinstance(states, dict):
        yield Fault(scope.pointer("States"), "States is not an object")
    elif not states:
        yield Fault(scope.pointer("States"), "States is empty")


RULE = ScopeRule(
    id="E103",
    title="States is an object with a state in it",
    description="States maps the names of the states to their objects and must not be empty.",
    source="https://states-language.net/spec.html#states-fields",
    hint='write the states by their names: {"First": {"Type": …}}',
    check=_check,
)
