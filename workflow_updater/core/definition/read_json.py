"""Bytes → Document: JSON is read quickly, and a second time with positions only when there is something to tell."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Callable
from functools import cache
from typing import Any

from workflow_updater.core.definition import reading_rules as rules
from workflow_updater.core.definition.document import MAX_BYTES, MAX_NESTING, Document, Place, nested_too_deeply
from workflow_updater.core.definition.json_faults import diagnose
from workflow_updater.core.definition.json_positions import TOKEN, json_positions
from workflow_updater.core.definition.positions import Positions
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.rule import Rule

_INT_MAX_DIGITS = 4300  # source: Python documentation, "Integer string conversion length limitation"


class _NumberOutOfRange(Exception):
    """A number that no IEEE double holds, or a constant that JSON does not know; the text of it."""


def read_json(text: bytes) -> Document | tuple[Finding, ...]:
    """
    Return the document in *text*, or the findings (at least one) that kept it from being read.

    A byte order mark is skipped. Never raises: whatever the bytes are, the answer is one of the two.
    """
    decoded = decode(text)
    if isinstance(decoded, Finding):
        return (decoded,)
    duplicates: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            duplicates.append("")
        return found

    try:
        value = json.loads(decoded, object_pairs_hook=members, parse_float=_finite, parse_constant=_refused_constant)
        if nested_too_deeply(value):
            return (_too_deep(decoded),)
    except (ValueError, RecursionError, _NumberOutOfRange) as fault:
        return (_fault_finding(decoded, fault),)
    return (
        duplicate_key_findings(json_positions(decoded))
        if duplicates
        else Document(value, "json", _lazily_located(decoded))
    )


def decode(text: bytes) -> str | Finding:
    """Return *text* as UTF-8 without its byte order mark, or why it cannot be: too large, or not UTF-8."""
    if len(text) > MAX_BYTES:
        return rules.TOO_LARGE.finding(f"larger than the {MAX_BYTES:,} bytes that AWS takes at most", line=1, column=1)
    unmarked = text.removeprefix(BOM_UTF8)
    try:
        return unmarked.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = unmarked[: fault.start].decode("utf-8")
        return _at(before, len(before), rules.NOT_UTF8, f"byte 0x{unmarked[fault.start]:02x} is not UTF-8")


def _fault_finding(text: str, fault: Exception) -> Finding:
    match fault:
        case json.JSONDecodeError():
            deep = _first_too_deep(text)
            if deep is not None and deep < fault.pos:  # whether the parser gives up there depends on Python's version
                return _too_deep(text)
            message, offset = diagnose(text, fault)
            return _at(text, offset, rules.UNREADABLE_JSON, f"not JSON: {message}")
        case _NumberOutOfRange():
            return _number_finding(text, str(fault))
        case RecursionError():
            return _too_deep(text)
        case _:  # int() takes 4,300 digits at most
            return _number_finding(text, "")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _NumberOutOfRange(text)
    return number


def _refused_constant(text: str) -> float:
    raise _NumberOutOfRange(text)


def _number_finding(text: str, number: str) -> Finding:
    """
    Return the finding for the first token that begins with *number*; with "" the first that int() refuses.

    The parser reads a number as far as it goes: of `NaNs` it takes `NaN`.
    """
    found = next(match for match in TOKEN.finditer(text) if _is_refused(match.group(), number))
    what = "no JSON" if number in ("NaN", "Infinity", "-Infinity") else "out of range"
    told = number or found.group()
    shown = told[:40] + ("…" if len(told) > 40 else "")
    return _at(text, found.start(), rules.UNREADABLE_JSON, f"not JSON: the number {shown} is {what}")


def _is_refused(piece: str, number: str) -> bool:
    return piece.startswith(number) if number else len(piece) > _INT_MAX_DIGITS and piece[0] in "-0123456789"


def _too_deep(text: str) -> Finding:
    return _at(text, _first_too_deep(text) or 0, rules.TOO_DEEP, f"nested more than {MAX_NESTING} levels deep")


def _first_too_deep(text: str) -> int | None:
    """Return where *text* opens one level more than are taken, None when it never does."""
    depth = 0
    for match in TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > MAX_NESTING:
            return match.start()
    return None


def _at(text: str, offset: int, rule: Rule, message: str) -> Finding:
    before = text[:offset]
    return rule.finding(message, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def duplicate_key_findings(positions: Positions) -> tuple[Finding, ...]:
    """Return a finding for every key that stood in its object before, in the order of the text."""
    return tuple(
        sorted(
            rules.DUPLICATE_KEY.finding(f'the key "{key}" stands twice', where, line=place.line, column=place.column)
            for where, key, place in positions.duplicates()
        )
    )


def _lazily_located(text: str) -> Callable[[str], Place]:
    positions = cache(lambda: json_positions(text))
    return lambda pointer: positions().locate(pointer)
