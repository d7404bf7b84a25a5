"""Bytes → Document: JSON is read quickly, and a second time with positions only when there is something to tell."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any

from workflow_updater.core.definition import reading_rules as rules
from workflow_updater.core.definition.document import MAX_BYTES, MAX_NESTING, Document, Place, nested_too_deeply
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.rule import Rule

if TYPE_CHECKING:
    from workflow_updater.core.definition.positions import Positions


class NumberOutOfRange(Exception):
    """A number that no IEEE double holds, or a constant that JSON does not know; the text of it."""


class KeyTwice(Exception):
    """An object has a key twice; nobody knows yet whether the rest of the text can be read."""


def read_json(text: bytes) -> Document | tuple[Finding, ...]:
    """
    Return the document in *text*, or the findings (at least one) that kept it from being read.

    A byte order mark is skipped. Never raises: whatever the bytes are, the answer is one of the two.
    """
    decoded = decode(text)
    return (decoded,) if isinstance(decoded, Finding) else _read(decoded)


def _read(decoded: str, *, was_quoted: bool = False) -> Document | tuple[Finding, ...]:
    try:
        value = _READER.decode(decoded)
        # counting takes no time, and hardly a text has so many of them
        if decoded.count("{") + decoded.count("[") > MAX_NESTING and nested_too_deeply(value):
            raise RecursionError
    except (ValueError, RecursionError, NumberOutOfRange, KeyTwice) as fault:
        if "${" in decoded and not was_quoted:  # perhaps one stands for a number, without quotes: no JSON as yet
            from workflow_updater.core.definition.bare_placeholders import quoted

            again = quoted(decoded)
            if again != decoded:
                return _read(again, was_quoted=True)
        from workflow_updater.core.definition.json_faults import fault_findings  # a sound text does not wait for it

        return fault_findings(decoded, fault)
    if was_quoted:
        from workflow_updater.core.definition.bare_placeholders import unquoted

        value = unquoted(value)
    return Document(value, "json", _LazyPlaces(decoded).locate)


def decode(text: bytes) -> str | Finding:
    """Return *text* as UTF-8 without its byte order mark, or why it cannot be: too large, or not UTF-8."""
    if len(text) > MAX_BYTES:
        return rules.TOO_LARGE.finding(f"larger than the {MAX_BYTES:,} bytes that AWS takes at most", line=1, column=1)
    unmarked = text.removeprefix(BOM_UTF8)
    try:
        return unmarked.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = unmarked[: fault.start].decode("utf-8")
        return finding_at(before, len(before), rules.NOT_UTF8, f"byte 0x{unmarked[fault.start]:02x} is not UTF-8")


def finding_at(text: str, offset: int, rule: Rule, message: str) -> Finding:
    """Return a finding of *rule* at the character *offset* of *text*."""
    before = text[:offset]
    return rule.finding(message, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def finite(text: str) -> float:
    """
    Return the number that *text* reads.

    Raises:
        NumberOutOfRange: it is infinite.
    """
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise NumberOutOfRange(text)
    return number


def refuse_constant(text: str) -> float:
    """
    Refuse `NaN`, `Infinity` and `-Infinity`, which are no JSON.

    Raises:
        NumberOutOfRange: always.
    """
    raise NumberOutOfRange(text)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise KeyTwice
    return found


_READER = json.JSONDecoder(object_pairs_hook=_members, parse_float=finite, parse_constant=refuse_constant)


class _LazyPlaces:
    """The places of a text, which is read for them when the first is asked for."""

    __slots__ = ("_positions", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._positions: Positions | None = None

    def locate(self, pointer: str) -> Place:
        if self._positions is None:
            from workflow_updater.core.definition.json_positions import json_positions

            self._positions = json_positions(self._text)
        return self._positions.locate(pointer)
