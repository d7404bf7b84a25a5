"""E110: every machine has a state in which it ends."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import CONTINUING_TYPES, Scope, State, transitions
from workflow_updater.core.validation.rule import Fault, ScopeRule
from workflow_updater.core.validation.targets import may_exist


def _check(scope: Scope) -> Iterator[Fault]:
    if scope.states and not any(_may_end(state, scope) for state in scope.states.values()):
        yield Fault(scope.pointer("States"), "no state ends the workflow")


def _may_end(state: State, scope: Scope) -> bool:
    return _ends(state) or any(_is_dangling(transition.target, scope) for transition in transitions(state))


def _ends(state: State) -> bool:
    if state.type in CONTINUING_TYPES:
        return state.body.get("End", False) is not False or "Next" not in state.body
    return state.type != "Choice"


def _is_dangling(target: object, scope: Scope) -> bool:
    return not isinstance(target, str) or not may_exist(scope, target)


RULE = ScopeRule(
    id="E110",
    title="A machine can end",
    description=(
        "Every machine needs a Succeed or Fail state or one with End (MISSING_END_STATE: “Workflow has no terminal "
        "state”). Not told where another fault may be the cause: an unknown type (E105), a transition to a state that "
        "is not there (E107), or to nowhere (E109)."
    ),
    source="https://states-language.net/spec.html#terminal-state",
    hint='give the last state "End": true, or add a Succeed state',
    check=_check,
)
