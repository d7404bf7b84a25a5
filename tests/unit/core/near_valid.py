"""Definitions that are almost sound: valid golden ones with a few values deleted, replaced, moved or wrapped."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from tests.unit.core.json_values import json_values
from workflow_updater.core.definition.document import nested_too_deeply

GOLDEN = Path(__file__).parents[2] / "golden" / "validation"
SOUND = {
    f"{file.parent.name}/{file.stem}": json.loads(file.read_text("utf-8-sig"))
    for file in sorted(GOLDEN.glob("*/valid*.json"))
}
Way = tuple[str | int, ...]

_TEXTS = ("", "$", "$$", "$.a", "$.a[?(@.b)]", "{% 1 %}", "{%", "%}", "{% $a[ %}", "${Value}", "States.ALL", "\x00")
_OTHERS = ([], {}, [[]], [{}], {"": ""}, {"a.$": "$"}, None, True, 0, -1, 1.5, 10**30)
_PITFALLS = st.sampled_from([*_TEXTS, *_OTHERS, "States.Format(", "x" * 100])


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """Yield the way to every value inside *value*, outer ones first."""
    if way:
        yield way
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from ways(inner, (*way, key))


def at(value: Any, way: Way) -> Any:
    """Return what is at the end of *way*."""
    for step in way:
        value = value[step]
    return value


FIELDS = sorted({step for value in SOUND.values() for way in ways(value) for step in way if isinstance(step, str)})


@st.composite
def near_valid(draw: st.DrawFn) -> dict[str, Any]:
    """Return a sound definition with one to three of its values changed."""
    definition = copy.deepcopy(SOUND[draw(st.sampled_from(sorted(SOUND)))])
    for _ in range(draw(st.integers(1, 3))):
        inside = list(ways(definition))
        if inside:
            _change(draw, definition, inside)
    assume(not nested_too_deeply(definition))  # no reader gives such a one
    return definition


def _change(draw: st.DrawFn, definition: dict[str, Any], inside: list[Way]) -> None:
    way = draw(st.sampled_from(inside))
    parent, last = at(definition, way[:-1]), way[-1]
    match draw(st.sampled_from(["delete", "replace", "move", "wrap", "rename", "add"])):
        case "delete":
            del parent[last]
        case "replace":
            parent[last] = copy.deepcopy(draw(_PITFALLS | json_values()))
        case "move":
            parent[last] = copy.deepcopy(at(definition, draw(st.sampled_from(inside))))
        case "wrap":
            parent[last] = draw(st.sampled_from([[parent[last]], {"States": parent[last]}]))
        case "rename" if isinstance(parent, dict):
            parent[draw(st.sampled_from(FIELDS))] = parent.pop(last)
        case _ if isinstance(parent, dict):
            parent[draw(st.sampled_from(FIELDS))] = copy.deepcopy(draw(_PITFALLS))
        case _:
            parent.append(copy.deepcopy(draw(_PITFALLS)))
