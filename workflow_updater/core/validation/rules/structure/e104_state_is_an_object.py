"""E104: every state is an object."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.rule import Fault, ScopeRule


def _check(scope: Scope) -> Iterator[Fault]:
    for name in scope.odd:
        yield Fault(scope.pointer("States", name), f'the state "{name}" is not an object')


RULE = ScopeRule(
    id="E104",
    title="A state is an object",
    description="Each member of States is an object that has at least a Type.",
    source="https://states-language.net/spec.html#states-fields",
    hint='write an object with a "Type"',
    check=_check,
)
