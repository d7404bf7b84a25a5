"""
A definition seen as scopes and states: the machine, and every machine inside its Map and Parallel states.

Only these places are followed. Keys are never searched for by name: a state may be called `States` or `Iterator`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.definition.placeholders import has_placeholder

TERMINAL_TYPES = frozenset({"Succeed", "Fail"})
STATE_TYPES = ("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map")  # AWS's own order
CONTINUING_TYPES = frozenset({"Task", "Wait", "Pass", "Parallel", "Map"})  # those that take Next or End
CATCHING_TYPES = frozenset({"Task", "Parallel", "Map"})


@dataclass(frozen=True)
class State:
    """One state: *body* is its object; *type* is "" when it has none that is text."""

    name: str
    body: Mapping[str, Any]
    type: str
    path: Path

    def pointer(self, *below: str | int) -> str:
        """Return the JSON pointer of the state, or of what is *below* it."""
        return pointer((*self.path, *below))


@dataclass(frozen=True)
class Transition:
    """One way out of a state: *target* stands at *path*, and is whatever was written there."""

    path: Path
    target: Any


@dataclass(frozen=True)
class Scope:
    """
    One machine: the whole definition, a branch, or an item processor. Transitions stay inside it.

    *names* are those of all its states, *open_names* those with a placeholder; *states* has those that are objects,
    *odd* names the others.
    """

    body: Mapping[str, Any]
    path: Path
    names: Collection[str]
    open_names: tuple[str, ...]
    states: Mapping[str, State]
    odd: tuple[str, ...]

    def pointer(self, *below: str | int) -> str:
        """Return the JSON pointer of the scope, or of what is *below* it."""
        return pointer((*self.path, *below))


def scopes(definition: Mapping[str, Any]) -> Iterator[Scope]:
    """Yield the machine and every machine nested in it, the outer before the inner, in the order of the text."""
    pending: list[tuple[Mapping[str, Any], Path]] = [(definition, ())]
    while pending:
        scope = _scope(*pending.pop())
        yield scope
        inner = [nested for state in scope.states.values() for nested in nested_machines(state)]
        pending.extend(reversed(inner))


def nested_machines(state: State) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """Yield body and path of each machine directly inside *state*."""
    if state.type == "Map":
        for field in ("ItemProcessor", "Iterator"):
            body = state.body.get(field)
            if isinstance(body, dict):
                yield body, (*state.path, field)
    elif state.type == "Parallel":
        branches = state.body.get("Branches")
        for index, body in enumerate(branches if isinstance(branches, list) else ()):
            if isinstance(body, dict):
                yield body, (*state.path, "Branches", index)


def transitions(state: State) -> Iterator[Transition]:
    """Yield every transition of *state* that its type may have, in the order in which AWS would try them."""
    body = state.body
    if state.type == "Choice":
        choices = body.get("Choices")
        for index, choice in enumerate(choices if isinstance(choices, list) else ()):
            if isinstance(choice, dict) and "Next" in choice:
                yield Transition((*state.path, "Choices", index, "Next"), choice["Next"])
        if "Default" in body:
            yield Transition((*state.path, "Default"), body["Default"])
    elif state.type not in TERMINAL_TYPES and "Next" in body:
        yield Transition((*state.path, "Next"), body["Next"])
    if state.type in CATCHING_TYPES:
        catchers = body.get("Catch")
        for index, catcher in enumerate(catchers if isinstance(catchers, list) else ()):
            if isinstance(catcher, dict) and "Next" in catcher:
                yield Transition((*state.path, "Catch", index, "Next"), catcher["Next"])


def _scope(body: Mapping[str, Any], path: Path) -> Scope:
    listed = body.get("States")
    found = listed if isinstance(listed, dict) else {}
    states = {
        name: _state(name, state, (*path, "States", name)) for name, state in found.items() if isinstance(state, dict)
    }
    open_names = tuple(filter(has_placeholder, found))
    return Scope(body, path, found.keys(), open_names, states, tuple(name for name in found if name not in states))


def _state(name: str, body: Mapping[str, Any], path: Path) -> State:
    kind = body.get("Type")
    return State(name, body, kind if isinstance(kind, str) else "", path)
