"""E108: every state can be reached from StartAt."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope, transitions
from workflow_updater.core.validation.rule import Fault, ScopeRule
from workflow_updater.core.validation.targets import targets_of


def _check(scope: Scope) -> Iterator[Fault]:
    start = scope.body.get("StartAt")
    pending = list(targets_of(scope, start)) if isinstance(start, str) else []
    if not pending:
        return
    reached = set(pending)
    while pending:
        state = scope.states.get(pending.pop())
        for transition in transitions(state) if state else ():
            if isinstance(transition.target, str):
                new = [name for name in targets_of(scope, transition.target) if name not in reached]
                reached.update(new)
                pending.extend(new)
    for state in scope.states.values():
        if state.name not in reached:
            yield Fault(state.pointer(), f'no way leads from StartAt to the state "{state.name}"')


RULE = ScopeRule(
    id="E108",
    title="Every state can be reached",
    description='AWS refuses a state that no transition leads to: “State "C" is not reachable”.',
    source="https://states-language.net/spec.html#states-fields",
    hint="let a transition lead to it, or remove it",
    check=_check,
)
