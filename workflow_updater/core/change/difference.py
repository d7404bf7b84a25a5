"""What a new definition changes, state by state, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workflow_updater.core.definition.machine import Scope, State, scopes

Kind = Literal["added", "removed", "changed", "rewired"]

_MISSING = object()
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
    changes = [_change(path, before.get(path), part) for path, part in after.items()]
    changes += [_change(path, part, None) for path, part in before.items() if path not in after]
    return tuple(change for change in changes if change is not None)


def _parts(definition: object) -> dict[str, dict[str, Any]]:
    """Return path → fields of every state; nested machines are left out of the fields, having paths of their own."""
    if not isinstance(definition, dict):
        return {}
    parts: dict[str, dict[str, Any]] = {}
    names: dict[tuple[str | int, ...], str] = {}
    for scope in scopes(definition):
        name = _scope_name(scope, names)
        own = {field: value for field, value in scope.body.items() if field != "States"}
        if own or not scope.path:
            parts[name] = own
        for state in scope.states.values():
            names[state.path] = f"{name}/{state.name}" if name else state.name
            parts[names[state.path]] = _fields(state)
    return parts


def _scope_name(scope: Scope, names: Mapping[tuple[str | int, ...], str]) -> str:
    if not scope.path:
        return ""
    if isinstance(scope.path[-1], int):
        return f"{names[scope.path[:-2]]}[{scope.path[-1]}]"
    return names[scope.path[:-1]]


def _fields(state: State) -> dict[str, Any]:
    nested = {"Map": {"ItemProcessor", "Iterator"}, "Parallel": {"Branches"}}.get(state.type, set())
    return {field: value for field, value in state.body.items() if field not in nested}


def _change(path: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> StateChange | None:
    if old is None or new is None:
        kind: Kind = "removed" if new is None else "added"
        return StateChange(path, kind, tuple(_summary(new or old or {})))
    fields = [field for field in dict.fromkeys((*old, *new)) if _text(old, field) != _text(new, field)]
    if not fields:
        return None
    lines = tuple(f"{field}: {_short(old, field)} → {_short(new, field)}" for field in fields)
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
