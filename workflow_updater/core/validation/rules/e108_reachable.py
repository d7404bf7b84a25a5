"""E108: every state can be reached from StartAt."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workflow_updater.core.definition.machine import Scope, transitions
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import Fault, ScopeRule
from workflow_updater.core.validation.targets import may_exist


def _check(scope: Scope) -> Iterator[Fault]:
    start = scope.body.get("StartAt")
    if not isinstance(start, str) or not may_exist(scope, start):
        return
    reached = _reached(scope, start)
    for state in scope.states.values():
        if state.name not in reached:
            yield Fault(state.pointer(), f'no way leads from StartAt to the state "{state.name}"')


def _reached(scope: Scope, start: str) -> Collection[str]:
    """Return the names that a way from *start* leads to; a placeholder may lead to any."""
    reached: set[str] = set()
    pending, open_names = [start], scope.open_names  # any of these may be the state that an unknown target means
    while pending:
        target = pending.pop()
        if target in reached:
            continue
        if has_placeholder(target) and target not in scope.names:
            return scope.names
        reached.add(target)
        if target in scope.states:
            ways = transitions(scope.states[target])
            pending.extend(way.target for way in ways if isinstance(way.target, str))
        else:
            pending.extend(open_names)
            open_names = ()
    return reached


RULE = ScopeRule(
    id="E108",
    title="Every state can be reached",
    description='AWS refuses a state that no transition leads to: “State "C" is not reachable”.',
    source="https://states-language.net/spec.html#states-fields",
    hint="let a transition lead to it, or remove it",
    check=_check,
)
