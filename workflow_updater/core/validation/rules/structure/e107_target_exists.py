"""E107: every transition leads to a state of its own machine."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.core.definition.machine import Scope, transitions
from workflow_updater.core.validation.rule import Fault, ScopeRule
from workflow_updater.core.validation.targets import may_exist, probably_meant

_MOST_GUESSES = 10  # each takes time with the number of states


def _check(scope: Scope) -> Iterator[Fault]:
    guesses = _MOST_GUESSES
    for state in scope.states.values():
        for transition in transitions(state):
            target = transition.target
            if not isinstance(target, str):
                yield Fault(pointer(transition.path), f'a transition of "{state.name}" is not text')
            elif not may_exist(scope, target):
                message = f'"{state.name}" goes to "{target}", and there is no such state in this machine'
                yield Fault(pointer(transition.path), message, probably_meant(scope, target) if guesses else "")
                guesses -= bool(guesses)


RULE = ScopeRule(
    id="E107",
    title="A transition leads to a state",
    description=(
        "Next, Default, and the Next of every choice and catcher must exactly equal the name of a state in the same "
        "machine: no transition leads into or out of a branch or an item processor (MISSING_TRANSITION_TARGET)."
    ),
    source="https://states-language.net/spec.html#transition",
    hint="name a state of the same machine, in its exact spelling",
    check=_check,
)
