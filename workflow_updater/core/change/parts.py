"""A definition taken apart for comparing: the machine, its states, and the machines inside these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import Scope, State, nested_machines, scopes


class Part(NamedTuple):
    """
    One state, at the names that lead to it; a state in a branch has the branch's index before its name.

    *fields* are what it says itself: inner states are not among them, what else their machine says is, as
    `ItemProcessor.StartAt`. *rooms* are the machines inside it.
    """

    way: Path
    type: str
    fields: Mapping[str, Any]
    rooms: tuple[Room, ...]

    @property
    def name(self) -> str:
        """The name of the state."""
        return str(self.way[-1])


class Room(NamedTuple):
    """One machine: *field* is how the fields of the state around it call it, "" for the whole definition."""

    way: Path
    field: str
    parts: Mapping[str, Part]


def take_apart(definition: object) -> tuple[Mapping[str, Any] | None, Room]:
    """Return the machine's own fields, and its states; None and no states for what is no object."""
    if not isinstance(definition, dict):
        return None, Room((), "", {})
    found = {scope.path: scope for scope in scopes(definition)}
    return _without_states("", definition), _room((), "", found[()], found)


def parts_of(room: Room) -> Iterator[Part]:
    """Yield every state of *room*, each followed by those inside it, in the order of the text."""
    for part in room.parts.values():
        yield part
        for inner in part.rooms:
            yield from parts_of(inner)


def way_text(way: Path) -> str:
    """Return a way as people read it: `Both[1]/Pay`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f"/{step}" for step in way).removeprefix("/")


def _room(way: Path, field: str, scope: Scope, found: Mapping[Path, Scope]) -> Room:
    parts = {}
    for name in scope.names:
        state = scope.states.get(name)
        here = (*way, name)
        parts[name] = _part(here, state, found) if state else Part(here, "", {"": scope.body["States"][name]}, ())
    return Room(way, field, parts)


def _part(way: Path, state: State, found: Mapping[Path, Scope]) -> Part:
    rooms = []
    for _, path in nested_machines(state):
        below = path[len(state.path) :]
        branch = below[-1:] if isinstance(below[-1], int) else ()
        rooms.append(_room((*way, *branch), way_text(below), found[path], found))
    return Part(way, state.type, _fields(state), tuple(rooms))


def _fields(state: State) -> dict[str, Any]:
    fields = {**state.body}
    branches = state.body.get("Branches") if state.type == "Parallel" else None
    if isinstance(branches, list) and branches:
        del fields["Branches"]
        fields |= {f"Branches[{index}]": branch for index, branch in enumerate(branches)}
    for body, path in nested_machines(state):
        name = way_text(path[len(state.path) :])
        del fields[name]
        fields |= _without_states(f"{name}.", body) or {name: {}}
    return fields


def _without_states(prefix: str, body: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in body.items() if name != "States" or not isinstance(value, dict)}
    return {f"{prefix}{name}": value for name, value in own.items()}
