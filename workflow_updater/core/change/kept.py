"""Which places of a value were in another one already: what a line-by-line history of a definition follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from workflow_updater.core.change.edits import same_text
from workflow_updater.core.definition.bare_placeholders import json_text
from workflow_updater.core.definition.json_pointer import Path


def kept_places(old: object, new: object, *, old_way: Path = (), new_way: Path = ()) -> Iterator[tuple[Path, Path]]:
    """
    Yield the way of each place of *new* that *old* had too, and the way that it had there.

    An object or a list is kept when there was one, whatever it held; any other value when it was the same. The order
    of keys counts not. Items of a list are the same when they are equal, else as many in one place follow each other.
    """
    match old, new:
        case dict(), dict():
            inner = [((key, old[key]), (key, new[key])) for key in new if key in old]
        case list(), list():
            inner = [((before, old[before]), (after, new[after])) for before, after in _items(old, new)]
        case _:
            if same_text(old, new):
                yield new_way, old_way
            return
    yield new_way, old_way
    for (before, one), (after, other) in inner:
        yield from kept_places(one, other, old_way=(*old_way, before), new_way=(*new_way, after))


def _items(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield the indices of items that are one."""
    before, after = ([json_text(item) for item in side] for side in (old, new))
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and old_to - old_from == new_to - new_from):
            yield from zip(range(old_from, old_to), range(new_from, new_to), strict=True)


def placed_lines(
    value: object, *, way: Path = (), lead: str = "", end: str = "", depth: int = 0
) -> Iterator[tuple[Path, str]]:
    """Yield the lines of *value* as indented JSON, each with the way of the place that it writes."""
    indent = "  " * depth
    match value:
        case dict() if value:
            opening, closing = "{}"
            members = [(key, f"{json_text(key, ensure_ascii=False)}: ", inner) for key, inner in value.items()]
        case list() if value:
            opening, closing = "[]"
            members = [(index, "", inner) for index, inner in enumerate(value)]
        case _:
            yield way, f"{indent}{lead}{json_text(value, ensure_ascii=False)}{end}"
            return
    yield way, f"{indent}{lead}{opening}"
    for number, (step, name, inner) in enumerate(members, 1):
        comma = "," if number < len(members) else ""
        yield from placed_lines(inner, way=(*way, step), lead=name, end=comma, depth=depth + 1)
    yield way, f"{indent}{closing}{end}"
