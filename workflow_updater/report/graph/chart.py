"""Definition → chart; with an older definition, what is gone stays in the chart, and what changed is marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.change.difference import Comparison, StateChange, compare
from workflow_updater.core.change.parts import Part, Room, parts_of, take_apart
from workflow_updater.core.definition.conditions import condition_text
from workflow_updater.core.definition.handlers import errors_text
from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import TERMINAL_TYPES, objects_in
from workflow_updater.report.graph.captions import caption, notes
from workflow_updater.report.graph.model import Change, Chart, Edge, EdgeKind, Node

_Ways = dict[tuple[str, str, EdgeKind], tuple[str, ...]]  # source, target and kind → labels


def chart_of(definition: object, title: str) -> Chart:
    """Return the chart of one definition."""
    return _Drawing(None, definition, Comparison((), {}, {}, {})).machine(title)


def chart_of_change(old: object, new: object, title: str) -> Chart:
    """Return the chart of the *new* definition, with what it changes of the *old* one."""
    return _Drawing(old, new, compare(old, new)).machine(title)


class _Drawing:
    """
    Two definitions on their way into one chart.

    A state that both have is one node. Nodes are numbered in the order of the text, so equal input gives equal output.
    """

    def __init__(self, old: object, new: object, comparison: Comparison) -> None:
        self.is_change = old is not None
        self.old_fields, self.old_root = take_apart(old)
        self.new_fields, self.new_root = take_apart(new)
        self.changes: Mapping[Path, StateChange] = {
            one.way: one for one in comparison.changes if one.path and one.kind != "removed"
        }
        self.rooms = comparison.rooms
        self.new_ids = {part.way: f"n{number}" for number, part in enumerate(parts_of(self.new_root))}
        self.old_ids = {was: self.new_ids[way] for way, was in comparison.states.items()}
        for number, part in enumerate(parts_of(self.old_root)):
            self.old_ids.setdefault(part.way, f"o{number}")
        self.old_rooms = {room.way: room for room in _rooms_of(self.old_root)}
        self.old_parts = {self.old_ids[part.way]: part for part in parts_of(self.old_root)}

    def machine(self, title: str) -> Chart:
        start = (self.new_fields or {}).get("StartAt")
        was = (self.old_fields or {}).get("StartAt")
        return self._chart("start", title, self.new_root, self.old_root if self.is_change else None, (start, was))

    def _chart(self, id_: str, title: str, new: Room | None, old: Room | None, starts: tuple[Any, Any]) -> Chart:
        nodes = [self._node(part) for part in new.parts.values()] if new else []
        if old:
            nodes = self._with_gone(nodes, old)
        here = {node.id for node in nodes}
        after = self._ways(id_, new, starts[0], self.new_ids, here)
        before = self._ways(id_, old, starts[1], self.old_ids, here)
        return Chart(id_, title, tuple(nodes), tuple(self._edges(after, before)))

    def _with_gone(self, nodes: list[Node], old: Room) -> list[Node]:
        """Return *nodes* and those that are gone, each after the one that it came after."""
        found = list(nodes)
        previous = ""
        for part in old.parts.values():
            id_ = self.old_ids[part.way]
            if id_.startswith("o"):
                place = next((index + 1 for index, node in enumerate(found) if node.id == previous), 0)
                found.insert(place, self._gone(part))
            previous = id_
        return found

    def _node(self, part: Part) -> Node:
        id_ = self.new_ids[part.way]
        change = self.changes.get(part.way)
        was = self.old_parts.get(id_)
        inside = []
        for room in part.rooms:
            old = self.old_rooms.get(self.rooms[room.way]) if room.way in self.rooms else None
            starts = (
                part.fields.get(f"{room.field}.StartAt"),
                was.fields.get(f"{old.field}.StartAt") if was and old else None,
            )
            inside.append(self._chart(_room_id(id_, room), _title(part, room), room, old, starts))
        if was:
            kept = {self.rooms[room.way] for room in part.rooms if room.way in self.rooms}
            inside += [self._gone_room(f"{id_}x", was, room) for room in was.rooms if room.way not in kept]
        return _node(id_, part, change, inside)

    def _gone(self, part: Part) -> Node:
        id_ = self.old_ids[part.way]
        gone = StateChange("", "removed")
        return _node(id_, part, gone, [self._gone_room(id_, part, room) for room in part.rooms])

    def _gone_room(self, id_: str, part: Part, room: Room) -> Chart:
        start = part.fields.get(f"{room.field}.StartAt")
        return self._chart(_room_id(id_, room), _title(part, room), None, room, (None, start))

    def _ways(self, id_: str, room: Room | None, start: object, ids: Mapping[Path, str], here: set[str]) -> _Ways:
        found: _Ways = {}
        if room is None:
            return found
        for source, target, kind, label in _transitions(room, start):
            one = ids[source.way] if source else id_
            part = room.parts.get(target) if isinstance(target, str) else None
            if part and ids[part.way] in here and (one in here or source is None):
                key = (one, ids[part.way], kind)
                found[key] = (*found.get(key, ()), *((label,) if label else ()))
        return found

    def _edges(self, after: _Ways, before: _Ways) -> Iterator[Edge]:
        for key, labels in after.items():
            change: Change = ""
            if self.is_change and key not in before:
                change = "added"
            elif self.is_change and labels != before[key]:
                change = "changed"
            yield Edge(*key, labels, change)
        for key, labels in before.items():
            if key not in after:
                yield Edge(*key, labels, "removed")


def _rooms_of(room: Room) -> Iterator[Room]:
    yield room
    for part in room.parts.values():
        for inner in part.rooms:
            yield from _rooms_of(inner)


def _room_id(id_: str, room: Room) -> str:
    return f"{id_}b{room.way[-1]}" if isinstance(room.way[-1], int) else f"{id_}b"


def _title(part: Part, room: Room) -> str:
    if isinstance(room.way[-1], int):
        return f"branch {room.way[-1] + 1}"
    return "each item"


def _node(id_: str, part: Part, change: StateChange | None, inside: list[Chart]) -> Node:
    return Node(
        id=id_,
        name=part.name,
        type=part.type,
        caption=caption(part.type, part.fields),
        notes=notes(part.fields),
        change=change.kind if change else "",
        was=change.was if change else "",
        edits=change.lines if change else (),
        ends=part.type in TERMINAL_TYPES or part.fields.get("End") is True,
        inside=tuple(inside),
    )


def _transitions(room: Room, start: object) -> Iterator[tuple[Part | None, object, EdgeKind, str]]:
    yield None, start, "start", ""
    for part in room.parts.values():
        fields = part.fields
        if part.type == "Choice":
            for _, rule in objects_in(fields, "Choices"):
                yield part, rule.get("Next"), "choice", condition_text(rule)
            yield part, fields.get("Default"), "default", ""
        elif part.type not in TERMINAL_TYPES:
            yield part, fields.get("Next"), "next", ""
        for _, catcher in objects_in(fields, "Catch"):
            yield part, catcher.get("Next"), "catch", errors_text(catcher)
