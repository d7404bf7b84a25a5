"""
Which of several definitions, one after another, last changed a state, and each of its lines.

A history is these definitions, newest first, at least one; *since* counts them, 0 is the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from workflow_updater.core.change.difference import Comparison, StateChange, compare
from workflow_updater.core.change.kept import kept_places, placed_lines
from workflow_updater.core.change.parts import parts_of, take_apart, way_text
from workflow_updater.core.definition.json_pointer import Path


class LastChange(NamedTuple):
    """
    The last change of the state at *way*, () for the machine itself.

    It came with the definition *since*; *change* is None for what stands in the oldest one already.
    """

    way: Path
    since: int
    change: StateChange | None


class BlamedLine(NamedTuple):
    """A line of a state as indented JSON, and the definition that it came with."""

    text: str
    since: int


class Removal(NamedTuple):
    """
    The state that was at *way* is there no more since the definition *since*.

    *now* is the way that it has there under another name or in another machine; () when it is gone.
    """

    way: Path
    since: int
    now: Path


class _Step(NamedTuple):
    """One definition, and how the one before it became it; *compared* is None for the oldest."""

    number: int
    definition: object
    compared: Comparison | None


def ways_of(definition: object) -> list[Path]:
    """Return the way of every state, each followed by those inside it, in the order of the text."""
    return [part.way for part in parts_of(take_apart(definition)[1])]


def ways_named(ways: Iterable[Path], text: str) -> list[Path]:
    """Return the one way that is written *text* (`Each/Pack`), else all ways of states that are called so (`Pack`)."""
    listed = list(ways)
    return [way for way in listed if way_text(way) == text][:1] or [way for way in listed if way[-1] == text]


def last_changes(history: Iterable[object], ways: Iterable[Path] | None = None) -> list[LastChange]:
    """
    Return the last change of each of *ways*, by default of the machine and of every state of the newest definition.

    *history* is read only as far back as it takes.
    """
    found: dict[Path, LastChange | None] = {}
    pending: dict[Path, Path] = {}  # way in the newest definition → way in the one at hand
    for step in _steps(history):
        if not step.number:
            pending = {way: way for way in ([(), *ways_of(step.definition)] if ways is None else ways)}
            found = dict.fromkeys(pending)
        changed = _changed(step, pending)
        for now, way in list(pending.items()):
            if way in changed:
                found[now] = LastChange(now, step.number, changed[way])
                del pending[now]
            elif step.compared:
                pending[now] = step.compared.states.get(way, way)
        if not pending:
            break
    return [one for one in found.values() if one]


def blamed_lines(history: Iterable[object], way: Path) -> list[BlamedLine]:
    """
    Return the lines of the state at *way* in the newest definition, () for the machine's own, as `last_changes` reads.

    A name that follows a renamed state is no change, nor is the order of keys.
    """
    lines: list[tuple[Path, str]] = []
    found: dict[int, int] = {}
    pending: dict[int, Path] = {}  # line → its place in the definition at hand
    before: Mapping[str, Any] = {}
    for step in _steps(history):
        fields = _fields(step.definition, way)
        if not step.number:
            lines = [(place, line[2:]) for place, line in placed_lines(fields) if place]
            pending = {number: place for number, (place, _) in enumerate(lines)}
        else:  # these are the same fields under the names that branches had here
            names = dict(zip(before, fields, strict=True))
            pending = {number: (names[str(place[0])], *place[1:]) for number, place in pending.items()}
        before = step.compared.before.get(way, {}) if step.compared else {}
        kept = dict(kept_places(before, fields))
        found |= {number: step.number for number, place in pending.items() if place not in kept}
        pending = {number: kept[place] for number, place in pending.items() if place in kept}
        if not pending:
            break
        way = step.compared.states.get(way, way) if step.compared else way
    return [BlamedLine(text, found[number]) for number, (_, text) in enumerate(lines)]


def removals(history: Iterable[object]) -> Iterator[Removal]:
    """Yield every state that a definition had and the next one has not, at its name and place; the newest first."""
    for step in _steps(history):
        if step.compared:
            gone = [change.way for change in step.compared.changes if change.kind == "removed" and change.way]
            left = [change for change in step.compared.changes if change.was]
            yield from (Removal(way, step.number, ()) for way in gone)
            yield from (Removal(step.compared.states[change.way], step.number, change.way) for change in left)


def _steps(history: Iterable[object]) -> Iterator[_Step]:
    """Yield each definition beside what it was made from, reading no further than asked."""
    versions = iter(history)
    index, newer = 0, next(versions)
    for older in versions:
        yield _Step(index, newer, compare(older, newer))
        index, newer = index + 1, older
    yield _Step(index, newer, None)


def _changed(step: _Step, pending: Mapping[Path, Path]) -> Mapping[Path, StateChange | None]:
    """Return what changed with this definition, by the way in it: all that is left with the oldest one."""
    if step.compared is None:
        return dict.fromkeys(pending.values())
    return {change.way: change for change in step.compared.changes if change.kind != "removed"}


def _fields(definition: object, way: Path) -> Mapping[str, Any]:
    own, room = take_apart(definition)
    if not way:
        return own or {}
    return next(part.fields for part in parts_of(room) if part.way == way)
