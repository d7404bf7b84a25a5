"""E110: every machine has a state in which it ends."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import CONTINUING_TYPES, TERMINAL_TYPES, Scope, State
from workflow_updater.core.validation.rule import Fault, ScopeRule


def _check(scope: Scope) -> Iterator[Fault]:
    if scope.states and not any(_may_end(state) for state in scope.states.values()):
        yield Fault(scope.pointer("States"), "no state ends the workflow")


def _may_end(state: State) -> bool:
    if state.type in TERMINAL_TYPES:
        return True
    if state.type == "Choice":
        return False
    known = state.type in CONTINUING_TYPES
    return not known or state.body.get("End", False) is not False or "Next" not in state.body


RULE = ScopeRule(
    id="E110",
    title="A machine can end",
    description=(
        "Every machine needs a Succeed or Fail state or one with End (MISSING_END_STATE: “Workflow has no terminal "
        "state”). Not told where a state lacks Next and End (E109) or has an unknown type (E105): that comes first."
    ),
    source="https://states-language.net/spec.html#terminal-state",
    hint='give the last state "End": true, or add a Succeed state',
    check=_check,
)
