"""What differs between the fields of two states, place by place, and what each difference is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from workflow_updater.core.definition.conditions import condition_text
from workflow_updater.core.definition.handlers import errors_text

_LONGEST_KEY = 48  # characters
_MOST_PLACES = 8  # of one field; what differs in more places is told as a whole


class Missing:
    """What stands in a place that one of the two definitions does not have."""

    def __repr__(self) -> str:
        """Return what a person reads."""
        return "(none)"


MISSING = Missing()


class Edit(NamedTuple):
    """
    One place that differs: *before* stood there, *after* stands there now; MISSING for nothing.

    *place* is `Parameters.TableName`, `Retry[States.Timeout].MaxAttempts`; *aspect* is what it is about, in a word.
    """

    place: str
    aspect: str
    before: object
    after: object


TRANSITIONS = "transitions"
_ASPECTS = {
    **dict.fromkeys(("Next", "End", "Default", "StartAt"), TRANSITIONS),
    **dict.fromkeys(("Resource", "Credentials"), "resource"),
    **dict.fromkeys(
        ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"),
        "timeouts",
    ),
    **dict.fromkeys(("Parameters", "Arguments", "ResultSelector", "ItemSelector", "Assign", "Result"), "parameters"),
    **dict.fromkeys(("InputPath", "OutputPath", "ResultPath", "Output", "ItemsPath", "Items"), "parameters"),
    **dict.fromkeys(("Seconds", "SecondsPath", "Timestamp", "TimestampPath"), "wait"),
    **dict.fromkeys(("Error", "ErrorPath", "Cause", "CausePath"), "failure"),
    **dict.fromkeys(("ItemReader", "ItemBatcher", "ResultWriter", "Label", "ProcessorConfig"), "map"),
    **dict.fromkeys(("MaxConcurrency", "MaxConcurrencyPath"), "map"),
    "Type": "type",
    "Retry": "retries",
    "Catch": "catches",
    "Choices": "conditions",
    "Comment": "comment",
}


def edits(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Edit, ...]:
    """Return what differs between the fields of two states, or of two machines, in the order of their text."""
    found: list[Edit] = []
    for field in dict.fromkeys((*old, *new)):
        before, after = old.get(field, MISSING), new.get(field, MISSING)
        places = list(_field_places(field, before, after))
        if len(places) > _MOST_PLACES:
            places = [(field, before, after)]
        found += (Edit(place or "value", _aspect(field, place, one, other), one, other) for place, one, other in places)
    return tuple(found)


def same_text(one: object, other: object) -> bool:
    """Return whether both are the same JSON; the order of keys counts not, and true is not 1."""
    return one is other or json.dumps(one, sort_keys=True, default=repr) == json.dumps(
        other, sort_keys=True, default=repr
    )


def _aspect(field: str, place: str, before: object, after: object) -> str:
    """Return what an edit is about: its field, unless it is the way out of a choice or a catcher."""
    inner = field.rpartition(".")[2] if field.startswith(("ItemProcessor.", "Iterator.", "Branches[")) else field
    if inner == "StartAt" != field and MISSING in (before, after):
        return "branches"  # a machine that comes or goes
    if inner in ("Choices", "Catch") and place.endswith(".Next"):
        return TRANSITIONS
    return _ASPECTS.get(inner, "map" if inner.startswith("Tolerated") else "settings")


_Place = tuple[str, object, object]  # where, what stood there, what stands there now


def _field_places(field: str, old: object, new: object) -> Iterator[_Place]:
    before, after = _entries(old), _entries(new)
    if field in ("Retry", "Catch", "Choices") and before is not None and after is not None and (before or after):
        yield from _entry_places(field, before, after)
    else:
        yield from _places(field, old, new)


def _entries(value: object) -> list[dict[str, Any]] | None:
    """Return the entries of a list of them, [] for no list at all, None for what is odd."""
    if value is MISSING:
        return []
    return value if isinstance(value, list) and all(isinstance(entry, dict) for entry in value) else None


def _entry_places(field: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[_Place]:
    """Yield what differs in a list whose entries say themselves what they are for; entries keep their order or tell."""
    before, after = [_key(field, entry) for entry in old], [_key(field, entry) for entry in new]
    if len(set(before)) < len(before) or len(set(after)) < len(after):
        yield from _places(field, old, new)
        return
    gone = [key for key in before if key not in after]
    come = [key for key in after if key not in before]
    as_many = len(gone) == len(come)  # then each changed what it is for
    was = {key: key for key in after if key in before} | (dict(zip(come, gone, strict=True)) if as_many else {})
    for index, key in enumerate(after):
        if key not in was:
            yield f"{field}[{_cut(key)}]", MISSING, new[index]
        else:
            here = _cut(key) if was[key] == key else str(index)
            yield from _places(f"{field}[{here}]", old[before.index(was[key])], new[index])
    if not as_many:
        yield from ((f"{field}[{_cut(key)}]", old[before.index(key)], MISSING) for key in gone)
    stayed = [was[key] for key in after if key in was]
    if stayed != [key for key in before if key in stayed]:
        yield f"{field} (order)", [key for key in before if key in stayed], stayed


def _cut(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else f"{key[: _LONGEST_KEY - 1]}…"


def _key(field: str, entry: Mapping[str, Any]) -> str:
    """Return what a retrier, a catcher or a choice is for, as people read it."""
    return condition_text(entry) if field == "Choices" else errors_text(entry)


def _places(place: str, old: object, new: object) -> Iterator[_Place]:
    """Yield the innermost places that differ, and what stands in each; deep nesting was refused by the reader."""
    match old, new:
        case dict(), dict() if old.keys() & new.keys():
            inner = [
                (f"{place}.{key}", old.get(key, MISSING), new.get(key, MISSING)) for key in dict.fromkeys((*old, *new))
            ]
        case list(), list() if len(old) == len(new):
            inner = [(f"{place}[{index}]", one, other) for index, (one, other) in enumerate(zip(old, new, strict=True))]
        case _:
            if not same_text(old, new):
                yield place, old, new
            return
    for name, one, other in inner:
        yield from _places(name, one, other)
