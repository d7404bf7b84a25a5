"""
What may have been assigned when a state begins.

A set of variables is an integer with a bit for each, so that joining the sets of all ways takes no time to speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from workflow_updater.core.definition.expressions.variables import assigned_variables, assigns_unknown
from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import Scope, State, transitions
from workflow_updater.core.validation.rules.expressions.surroundings import container, is_distributed

# Each sweep carries everything one loop further; a machine with more loops in one another is not judged.
_MOST_SWEEPS = 20


def variables_on_entry(scopes: Sequence[Scope], bits: Mapping[str, int]) -> Mapping[Path, int]:
    """
    Return for states, by their paths, which variables may have a value when they begin: the *bits* of these, by name.

    Left out are states that no way leads to, and those of which a placeholder hides what comes before them.
    """
    entries: dict[Path, int] = {}
    for scope in scopes:  # the outer before the inner
        if scope.kind == "machine" or is_distributed(scope):
            before: int | None = 0
        else:
            before = entries.get(container(scope))
        if before is not None:
            entries.update(_entries(scope, before, bits))
    return entries


def _entries(scope: Scope, before: int, bits: Mapping[str, int]) -> Mapping[Path, int]:
    start = scope.body.get("StartAt")
    ways = _ways(scope)
    if ways is None or not isinstance(start, str) or start not in scope.states:
        return {}
    gained = {
        name: reduce(or_, (bits.get(variable.name, 0) for variable in assigned_variables(state)), 0)
        for name, state in scope.states.items()
    }
    order = _order(start, ways)
    entry = dict.fromkeys(order, 0)
    entry[start] = before
    for _ in range(_MOST_SWEEPS):
        changed = False
        for name in order:
            known = entry[name] | gained[name]
            for target in ways[name]:
                if known & ~entry[target]:
                    entry[target] |= known
                    changed = True
        if not changed:
            return {scope.states[name].path: known for name, known in entry.items()}
    return {}


def _ways(scope: Scope) -> Mapping[str, tuple[str, ...]] | None:
    """Return the states that may follow each, None when a placeholder hides that, or what is assigned."""
    if scope.open_names or any(assigns_unknown(state) for state in scope.states.values()):
        return None
    ways: dict[str, tuple[str, ...]] = {}
    for name, state in scope.states.items():
        targets = tuple(_targets(state))
        if any("${" in target for target in targets):
            return None
        ways[name] = tuple(target for target in targets if target in scope.states)
    return ways


def _targets(state: State) -> Iterator[str]:
    return (way.target for way in transitions(state) if isinstance(way.target, str))


def _order(start: str, ways: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the states that can be reached from *start*, each before those that follow it unless there is a loop."""
    seen, finished = {start}, []
    pending = [(start, iter(ways[start]))]
    while pending:
        name, targets = pending[-1]
        target = next((target for target in targets if target not in seen), None)
        if target is None:
            finished.append(name)
            pending.pop()
        else:
            seen.add(target)
            pending.append((target, iter(ways[target])))
    return finished[::-1]
