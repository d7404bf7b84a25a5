"""Where two JSON values differ, in lines that a person can read."""

from __future__ import annotations

import json
from collections.abc import Iterator

MOST_LINES = 8
LONGEST_VALUE = 200


def differences(expected: object, got: object, *, partial: bool = False) -> list[str]:
    """
    Return a line for each place where *got* is not *expected*; nothing when they are equal.

    With *partial* an object may have more members than expected; the items of arrays are compared one by one.
    """
    lines: list[str] = []
    for line in _compare(expected, got, "", partial=partial):
        if len(lines) == MOST_LINES:
            lines.append("… and more")
            break
        lines.append(line)
    return lines


def shown(value: object) -> str:
    """Return *value* as one line of JSON, shortened where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}… ({len(text):,} characters)"


def _compare(expected: object, got: object, place: str, *, partial: bool) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(got, dict):
        yield from _objects(expected, got, place, partial=partial)
    elif isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            yield f"at {place or '/'}: expected {len(expected)} items, got {len(got)}: {shown(got)}"
            return
        for index, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from _compare(one, other, f"{place}/{index}", partial=partial)
    elif not _is_same(expected, got):
        yield f"at {place or '/'}: expected {shown(expected)}, got {shown(got)}"


def _objects(expected: dict[str, object], got: dict[str, object], place: str, *, partial: bool) -> Iterator[str]:
    for name, value in expected.items():
        if name in got:
            yield from _compare(value, got[name], f"{place}/{name}", partial=partial)
        else:
            yield f"at {place}/{name}: expected {shown(value)}, got nothing"
    for name in (name for name in got if name not in expected and not partial):
        yield f"at {place}/{name}: expected nothing, got {shown(got[name])}"


def _is_same(expected: object, got: object) -> bool:
    """Return whether two values that are not both objects or arrays are equal in JSON: 1 is 1.0 but not true."""
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    return expected == got
