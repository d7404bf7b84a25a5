"""What a new definition changes, state by state, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import State, nested_machines, scopes

Kind = Literal["added", "removed", "changed", "rewired"]

_LONGEST_VALUE = 60  # characters; a line of a terminal holds two values
_WIRING = frozenset({"Next", "End", "Default", "Choices", "Catch"})
_MARKS: Mapping[Kind, str] = {"added": "+", "removed": "-", "changed": "~", "rewired": "~"}


@dataclass(frozen=True)
class StateChange:
    """
    One state that differs, or the machine itself.

    *path* names it: `Reserve`, `Each/Pack` for a state in a map, `Both[1]/Pay` for one in a branch, "" for the machine.
    *kind* is rewired when only its transitions differ. *lines* tell each difference, `Result: 1 → 2`.
    """

    path: str
    kind: Kind
    lines: tuple[str, ...]

    @property
    def describe(self) -> tuple[str, ...]:
        """The change as lines for a person: `~ Reserve`, then what differs, indented."""
        return (f"{_MARKS[self.kind]} {self.path or '(workflow)'}", *(f"    {line}" for line in self.lines))


def difference(old: object, new: object) -> tuple[StateChange, ...]:
    """
    Return what differs between two definitions (each a `Document.value`), in the order of the new one; () for equal.

    Definitions that are not objects count as empty ones.
    """
    before, after = _parts(old), _parts(new)
    changes = [_change(way, before.get(way), part) for way, part in after.items()]
    changes += [_change(way, part, None) for way, part in before.items() if way not in after]
    return tuple(change for change in changes if change is not None)


def _parts(definition: object) -> dict[Path, dict[str, Any]]:
    """
    Return the fields of the machine, at (), and of every state, at the names that lead to it.

    The way of a state in a branch has the branch's index before its name. Inner states are not among the fields of the
    state around them, having a way of their own; what else their machine says is: as `ItemProcessor.StartAt`.
    """
    if not isinstance(definition, dict):
        return {}
    parts: dict[Path, dict[str, Any]] = {(): _without_states("", definition)}
    ways: dict[Path, Path] = {(): ()}  # from where a machine stands in the document
    for scope in scopes(definition):
        way = ways[scope.path]
        for name in scope.odd:
            parts[(*way, name)] = {"": scope.body["States"][name]}
        for state in scope.states.values():
            parts[(*way, state.name)] = _fields(state)
            for _, path in nested_machines(state):
                branch = path[-1:] if isinstance(path[-1], int) else ()
                ways[path] = (*way, state.name, *branch)
    return parts


def _fields(state: State) -> dict[str, Any]:
    fields = {**state.body}
    branches = state.body.get("Branches") if state.type == "Parallel" else None
    if isinstance(branches, list) and branches:
        del fields["Branches"]
        fields |= {f"Branches[{index}]": branch for index, branch in enumerate(branches)}
    for body, path in nested_machines(state):
        name = _name(path[len(state.path) :])
        del fields[name]
        fields |= _without_states(f"{name}.", body) or {name: {}}
    return fields


def _without_states(prefix: str, body: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in body.items() if name != "States" or not isinstance(value, dict)}
    return {f"{prefix}{name}": value for name, value in own.items()}


def _name(way: Path) -> str:
    """Return a way as people read it: `Both[1]/Pay`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f"/{step}" for step in way).removeprefix("/")


def _change(way: Path, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> StateChange | None:
    path = _name(way)
    if old is None or new is None:
        kind: Kind = "removed" if new is None else "added"
        return StateChange(path, kind, tuple(_summary(new or old or {})))
    fields = [field for field in dict.fromkeys((*old, *new)) if _text(old, field) != _text(new, field)]
    if not fields:
        return None
    lines = tuple(f"{field or 'value'}: {_short(old, field)} → {_short(new, field)}" for field in fields)
    return StateChange(path, "rewired" if _WIRING.issuperset(fields) else "changed", lines)


def _summary(fields: Mapping[str, Any]) -> Iterator[str]:
    for field in ("Type", "Resource"):
        if field in fields:
            yield f"{field}: {_short(fields, field)}"


def _text(fields: Mapping[str, Any], field: str) -> str:
    return json.dumps(fields[field], sort_keys=True) if field in fields else ""


def _short(fields: Mapping[str, Any], field: str) -> str:
    if field not in fields:
        return "(none)"
    text = json.dumps(fields[field], ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
