"""E116: no two states of a definition have the same name, wherever they are nested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.rule import DefinitionRule, Fault


def _check(scopes: Sequence[Scope]) -> Iterator[Fault]:
    if len(scopes) < 2:  # within one scope, an equal name is a duplicate key: E005
        return
    first: dict[str, Scope] = {}
    for scope in scopes:
        for name in scope.names:
            before = first.setdefault(name, scope)
            if before is not scope:
                where = before.pointer("States", name)
                yield Fault(scope.pointer("States", name), f'the name "{name}" is already used at {where}')


RULE = DefinitionRule(
    id="E116",
    title="The names of states are unique",
    description="Names count across branches and item processors (DUPLICATE_STATE_NAME).",
    source="https://states-language.net/spec.html#states-fields",
    hint="rename one of the two states",
    check=_check,
)
