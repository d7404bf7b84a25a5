"""What a new definition changes, state by state, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import State, nested_machines, scopes

Kind = Literal["added", "removed", "changed", "rewired"]

_LONGEST_VALUE = 60  # characters; a line of a terminal holds two values
_CONTEXT = 16  # characters of a long value that stay before the place where it begins to differ
_MOST_PLACES = 8  # of one field; what differs in more places is told as a whole
_INTEGRATION = "arn:aws:states:::"
_WIRING = frozenset({"Next", "End", "Default", "Choices", "Catch"})
_MARKS: Mapping[Kind, str] = {"added": "+", "removed": "-", "changed": "~", "rewired": "~"}


@dataclass(frozen=True)
class StateChange:
    """
    One state that differs, or the machine itself.

    *path* names it: `Reserve`, `Each/Pack` for a state in a map, `Both[1]/Pay` for one in a branch, "" for the machine.
    *kind* is rewired when only its transitions differ. *lines* tell each difference, `Result: 1 → 2`, or what an added
    or removed state is; *label* tells the latter in short, `Task dynamodb:putItem`.
    """

    path: str
    kind: Kind
    lines: tuple[str, ...]
    label: str = ""

    @property
    def describe(self) -> tuple[str, ...]:
        """The change as lines for a person: `~ Reserve`, then what differs, indented; or just `+ Reserve (Pass)`."""
        name = f"{_MARKS[self.kind]} {self.path or '(workflow)'}"
        if self.kind in ("added", "removed"):
            return (f"{name} ({self.label})" if self.label else name,)
        return (name, *(f"    {line}" for line in self.lines))


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
        return StateChange(path, kind, tuple(_summary(new or old or {})), _label(new or old or {}))
    places = {
        field: list(_places(field, old.get(field, _NONE), new.get(field, _NONE)))
        for field in dict.fromkeys((*old, *new))
    }
    fields = [field for field, found in places.items() if found]
    if not fields:
        return None
    lines = [line for field in fields for line in _lines(places[field], field, old, new)]
    return StateChange(path, "rewired" if _WIRING.issuperset(fields) else "changed", tuple(lines))


def _summary(fields: Mapping[str, Any]) -> Iterator[str]:
    for field in ("Type", "Resource"):
        if field in fields:
            yield f"{field}: {_cut(_text(fields[field]), 0)}"


def _label(fields: Mapping[str, Any]) -> str:
    """Return what a state is, in two words: `Task dynamodb:putItem`."""
    words = [fields[field] for field in ("Type", "Resource") if isinstance(fields.get(field), str)]
    return " ".join(_cut(word.removeprefix(_INTEGRATION), 0) for word in words)


class _Missing:
    """What stands in a field that one of the two definitions does not have."""


_NONE = _Missing()
_Place = tuple[str, object, object]  # where, what stood there, what stands there now


def _lines(places: Sequence[_Place], field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs in one field: its places, or the whole of it when these are many."""
    for place, before, after in [(field, old[field], new[field])] if len(places) > _MOST_PLACES else places:
        one, other = _text(before), _text(after)
        pairs = enumerate(zip(one, other, strict=False))
        same = next((index for index, (here, there) in pairs if here != there), 0)
        start = same - _CONTEXT if max(len(one), len(other)) > _LONGEST_VALUE and same > _CONTEXT else 0
        yield f"{place or 'value'}: {_cut(one, start)} → {_cut(other, start)}"


def _places(place: str, old: object, new: object) -> Iterator[_Place]:
    """Yield the innermost places that differ, and what stands there in each; deep nesting was refused by the reader."""
    match old, new:
        case dict(), dict() if old.keys() & new.keys():
            inner = [
                (f"{place}.{key}", old.get(key, _NONE), new.get(key, _NONE)) for key in dict.fromkeys((*old, *new))
            ]
        case list(), list() if len(old) == len(new):
            inner = [(f"{place}[{index}]", one, other) for index, (one, other) in enumerate(zip(old, new, strict=True))]
        case _:
            if _text(old) != _text(new):
                yield place, old, new
            return
    for name, one, other in inner:
        yield from _places(name, one, other)


def _text(value: object) -> str:
    return "(none)" if value is _NONE else json.dumps(value, ensure_ascii=False)


def _cut(text: str, start: int) -> str:
    """Return what a line has room for, from *start* on."""
    rest = f"…{text[start:]}" if start else text
    return rest if len(rest) <= _LONGEST_VALUE else f"{rest[: _LONGEST_VALUE - 1]}…"
