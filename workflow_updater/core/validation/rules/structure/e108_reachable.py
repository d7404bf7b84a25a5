"""E108: every state can be reached from StartAt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_updater.core.definition.machine import Scope, State, transitions
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import Fault, ScopeRule
from workflow_updater.core.validation.targets import may_exist

# Ways that a type must not have (E112, E202): that they lead nowhere is no further fault.
_MISPLACED = {
    **dict.fromkeys(("Task", "Parallel", "Map"), frozenset({"Choices", "Default"})),
    **dict.fromkeys(("Wait", "Pass"), frozenset({"Choices", "Default", "Catch"})),
    **dict.fromkeys(("Succeed", "Fail"), frozenset({"Choices", "Default", "Catch", "Next"})),
    "Choice": frozenset({"Catch", "Next"}),
}


def _check(scope: Scope) -> Iterator[Fault]:
    start = scope.body.get("StartAt")
    if not isinstance(start, str) or not may_exist(scope, start):
        return
    reached: set[str] = set()
    if not _walk(scope, start, reached):
        return
    for state in _first_ones_first([state for state in scope.states.values() if state.name not in reached]):
        if state.name not in reached:
            before = len(reached)
            _walk(scope, state.name, reached)
            behind = len(reached) - before - 1
            yield Fault(state.pointer(), f'no way leads from StartAt to the state "{state.name}"{_nor(behind)}')


def _walk(scope: Scope, start: str, reached: set[str]) -> bool:
    """
    Add to *reached*, the memory of this check, every name that a way from *start* leads to.

    Return False when one of the ways may lead to any state: a placeholder stands in its target.
    """
    pending, open_names = [start], scope.open_names  # any of these may be the state that an unknown target means
    while pending:
        target = pending.pop()
        if target in reached:
            continue
        if target in scope.names:
            reached.add(target)
        elif has_placeholder(target):
            return False
        if target in scope.states:
            pending.extend(_targets(scope.states[target]))
        else:
            pending.extend(open_names)
            open_names = ()
    return True


def _targets(state: State) -> Iterator[str]:
    ways = transitions(state)
    if state.type in _MISPLACED and not _MISPLACED[state.type].isdisjoint(state.body):
        ways = transitions(State(state.name, {**state.body, "Type": ""}, state.path))  # all that are written there
    return (way.target for way in ways if isinstance(way.target, str))


def _first_ones_first(unreached: Sequence[State]) -> list[State]:
    """Return *unreached* with those in front that none of the others leads to: they explain the ones behind them."""
    led_to = {target for state in unreached for target in _targets(state) if target != state.name}
    return sorted(unreached, key=lambda state: state.name in led_to)


def _nor(behind: int) -> str:
    if not behind:
        return ""
    return ", nor to the one behind it" if behind == 1 else f", nor to the {behind} behind it"


RULE = ScopeRule(
    id="E108",
    title="Every state can be reached",
    description='AWS refuses a state that no transition leads to: “State "C" is not reachable”.',
    source="https://states-language.net/spec.html#states-fields",
    hint="let a transition lead to it, or remove it",
    check=_check,
)
