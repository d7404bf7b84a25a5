"""E102: every machine has StartAt and States."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.rule import Fault, ScopeRule


def _check(scope: Scope) -> Iterator[Fault]:
    for field, cure in (
        ("StartAt", 'add "StartAt" with the name of the first state'),
        ("States", 'add "States" with the states of the workflow'),
    ):
        if field not in scope.body:
            yield Fault(scope.pointer(), f"the field {field} is missing", cure)


RULE = ScopeRule(
    id="E102",
    title="A machine has StartAt and States",
    description="The definition, every branch and every item processor must have both fields.",
    source="https://states-language.net/spec.html#toplevelfields",
    check=_check,
)
