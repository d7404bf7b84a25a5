"""What a new definition changes, state by state, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from workflow_updater.core.change.edits import MISSING, TRANSITIONS, Edit, edits
from workflow_updater.core.change.pairs import Pairs, pair
from workflow_updater.core.change.parts import Part, parts_of, take_apart, way_text
from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.printable import printable

Kind = Literal["added", "removed", "renamed", "moved", "rewired", "changed"]
KINDS: tuple[Kind, ...] = ("added", "removed", "renamed", "moved", "rewired", "changed")

_LONGEST_VALUE = 60  # characters; a line of a terminal holds two values
_CONTEXT = 16  # characters of a long value that stay before the place where it begins to differ
_INTEGRATION = "arn:aws:states:::"
MARKS: Mapping[Kind, str] = {"added": "+", "removed": "-", "renamed": ">", "moved": ">", "rewired": "~", "changed": "~"}


class StateChange(NamedTuple):
    """
    One state that differs, or the machine itself.

    *path* names it: `Reserve`, `Each/Pack` for a state in a map, `Both[1]/Pay` for one in a branch, "" for the machine;
    *was* is the path that it had, when that was another: *kind* is renamed in the same scope, else moved. *kind* is
    rewired when only transitions differ. *edits* tell what differs; *label* tells what an added or removed state is.
    *way* is what *path* writes: the names and branches that lead to the state; in the old definition if it is removed.
    """

    path: str
    kind: Kind
    edits: tuple[Edit, ...] = ()
    label: str = ""
    was: str = ""
    way: Path = ()

    @property
    def aspects(self) -> tuple[str, ...]:
        """What the edits are about, each once: transitions, retries, timeouts, resource, parameters …"""
        return tuple(dict.fromkeys(edit.aspect for edit in self.edits))

    @property
    def lines(self) -> tuple[str, ...]:
        """Each edit as a line, `TimeoutSeconds: 30 → 60`."""
        return tuple(map(edit_line, self.edits))

    @property
    def title(self) -> str:
        """The change as one line for a person: `~ Reserve`, `> Pay → Charge (renamed)`, `+ Reserve (Pass)`."""
        if self.was:
            return printable(f"{MARKS[self.kind]} {self.was} → {self.path} ({self.kind})")
        return printable(f"{MARKS[self.kind]} {self.path or '(workflow)'}" + (f" ({self.label})" if self.label else ""))

    @property
    def describe(self) -> tuple[str, ...]:
        """The change as lines for a person: its title, then what differs, indented."""
        return (self.title, *(f"    {line}" for line in self.lines))


class Comparison(NamedTuple):
    """
    All *changes* in the order of the new definition.

    *states* gives the way that each of its states had in the old one, *rooms* the same of machines. *before* are the
    fields that each of its states had in the old one, in its order but with the names that states and branches have
    now; at () those of the machine.
    """

    changes: tuple[StateChange, ...]
    states: Mapping[Path, Path]
    rooms: Mapping[Path, Path]
    before: Mapping[Path, Mapping[str, Any]]


def difference(old: object, new: object) -> tuple[StateChange, ...]:
    """
    Return what differs between two definitions (each a `Document.value`), in the order of the new one; () for equal.

    Definitions that are not objects count as empty ones.
    """
    return compare(old, new).changes


def compare(old: object, new: object) -> Comparison:
    """Return what `difference` does, and which state is which."""
    old_fields, old_room = take_apart(old)
    new_fields, new_room = take_apart(new)
    pairs = pair(old_room, new_room)
    renames = _renames(pairs)
    before = {part.way: _before(part, pairs, renames) for part in parts_of(new_room) if part.way in pairs.states}
    if old_fields is not None:
        before[()] = _retargeted(old_fields, renames.get((), {}))
    changes = [_of_machine(before.get(()), new_fields)]
    changes += [_of_state(part, pairs, before.get(part.way, {})) for part in parts_of(new_room)]
    kept = {part.way for part in pairs.states.values()}
    changes += [_gone(part) for part in parts_of(old_room) if part.way not in kept]
    found = tuple(change for change in changes if change is not None)
    return Comparison(
        found,
        {way: part.way for way, part in pairs.states.items()},
        {way: room.way for way, room in pairs.rooms.items()},
        before,
    )


def edit_line(edit: Edit) -> str:
    """Return one edit as a line; long values are cut around the place where they begin to differ."""
    for word, whole, nothing in (("added", edit.after, edit.before), ("removed", edit.before, edit.after)):
        if nothing is MISSING and isinstance(whole, dict) and edit.place.endswith("]"):
            rest = ", ".join(f"{name} {_text(value)}" for name, value in whole.items() if name != "ErrorEquals")
            return printable(f"{edit.place}: {word}" + (f", {_cut(rest, 0)}" if rest else ""))
    one, other = _text(edit.before), _text(edit.after)
    pairs = enumerate(zip(one, other, strict=False))
    same = next((index for index, (here, there) in pairs if here != there), 0)
    start = same - _CONTEXT if max(len(one), len(other)) > _LONGEST_VALUE and same > _CONTEXT else 0
    return printable(f"{edit.place}: {_cut(one, start)} → {_cut(other, start)}")


def _renames(pairs: Pairs) -> dict[Path, dict[str, str]]:
    """Return for the way of each old machine which of its states have another name now; those that moved away not."""
    found: dict[Path, dict[str, str]] = {}
    for way, was in pairs.states.items():
        if way[-1] != was.name and _stayed(way, was, pairs):
            found.setdefault(was.way[:-1], {})[was.name] = str(way[-1])
    return found


def _stayed(way: Path, was: Part, pairs: Pairs) -> bool:
    """Return whether a state is in the machine that it was in, whatever that is called now."""
    room = pairs.rooms.get(way[:-1])
    return room is not None and room.way == was.way[:-1]


def _of_machine(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> StateChange | None:
    if old is None or new is None:
        return None if old is new else StateChange("", "removed" if new is None else "added")
    return _changed(StateChange("", "changed", edits(old, new)))


def _of_state(part: Part, pairs: Pairs, old: Mapping[str, Any]) -> StateChange | None:
    was = pairs.states.get(part.way)
    path = way_text(part.way)
    if was is None:
        return StateChange(path, "added", label=_label(part.fields), way=part.way)
    found = (*_branch_order(part, was, pairs), *edits(old, part.fields))
    if not _stayed(part.way, was, pairs):
        return StateChange(path, "moved", found, was=way_text(was.way), way=part.way)
    if part.name != was.name:
        return StateChange(path, "renamed", found, was=way_text(was.way), way=part.way)
    return _changed(StateChange(path, "changed", found, way=part.way))


def _branch_order(part: Part, was: Part, pairs: Pairs) -> Iterator[Edit]:
    """Yield one edit when branches that stayed stand in another place: their outputs are a list in this order."""
    olds = [pairs.rooms[room.way].field for room in part.rooms if room.way in pairs.rooms]
    news = [room.field for room in part.rooms if room.way in pairs.rooms]
    if part.type == "Parallel" and olds != news:
        yield Edit("Branches (order)", "settings", olds, news)


def _before(part: Part, pairs: Pairs, renames: Mapping[Path, Mapping[str, str]]) -> Mapping[str, Any]:
    """Return the fields that a state had, with the names that states and branches have now."""
    was = pairs.states[part.way]
    old = _retargeted(was.fields, renames.get(was.way[:-1], {}))
    return _inner_as_new(old, part, was, pairs, renames)


def _inner_as_new(
    old: Mapping[str, Any], part: Part, was: Part, pairs: Pairs, renames: Mapping[Path, Mapping[str, str]]
) -> Mapping[str, Any]:
    """Return the old fields of the machines inside under the names that these have now; `Branches[1].StartAt`."""
    if not was.rooms:
        return old
    now = {pairs.rooms[room.way].way: room.field for room in part.rooms if room.way in pairs.rooms}
    found = {}
    for field, value in old.items():
        room = next((room for room in was.rooms if field == room.field or field.startswith(f"{room.field}.")), None)
        if room is None:
            found[field] = value
            continue
        same = part.type != "Parallel" or room.way in now
        name = now.get(room.way, room.field) if part.type == "Parallel" else room.field
        below = field.removeprefix(room.field)
        follows = below == ".StartAt" and isinstance(value, str)
        found[f"{name}{below}" if same else f"{name} (removed){below}"] = (
            renames.get(room.way, {}).get(value, value) if follows else value
        )
    return found


def _changed(change: StateChange) -> StateChange | None:
    if not change.edits:
        return None
    return change._replace(kind="rewired") if change.aspects == (TRANSITIONS,) else change


def _gone(part: Part) -> StateChange:
    return StateChange(way_text(part.way), "removed", label=_label(part.fields), way=part.way)


def _retargeted(fields: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    """Return *fields* whose transitions lead to the new names: following a rename is no change of its own."""
    if not names:
        return fields
    found = {**fields}
    for field in ("StartAt", "Next", "Default"):
        if isinstance(found.get(field), str):
            found[field] = names.get(found[field], found[field])
    for field in ("Choices", "Catch"):
        if isinstance(found.get(field), list):
            found[field] = [_entry_retargeted(entry, names) for entry in found[field]]
    return found


def _entry_retargeted(entry: object, names: Mapping[str, str]) -> object:
    if isinstance(entry, dict) and isinstance(entry.get("Next"), str):
        return {**entry, "Next": names.get(entry["Next"], entry["Next"])}
    return entry


def _label(fields: Mapping[str, Any]) -> str:
    """Return what a state is, in two words: `Task dynamodb:putItem`."""
    return " ".join(_cut(word.removeprefix(_INTEGRATION), 0) for word in _words(fields))


def _words(fields: Mapping[str, Any]) -> Iterator[str]:
    for field in ("Type", "Resource"):
        if isinstance(fields.get(field), str):
            yield fields[field]


def _text(value: object) -> str:
    return repr(value) if value is MISSING else json.dumps(value, ensure_ascii=False)


def _cut(text: str, start: int) -> str:
    """Return what a line has room for, from *start* on."""
    rest = f"…{text[start:]}" if start else text
    return rest if len(rest) <= _LONGEST_VALUE else f"{rest[: _LONGEST_VALUE - 1]}…"
