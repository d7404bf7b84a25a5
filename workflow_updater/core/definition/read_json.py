"""Bytes → Document: JSON is read quickly, and a second time with positions only when there is something to tell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from workflow_updater.core.definition import reading_rules as rules
from workflow_updater.core.definition.document import MAX_BYTES, MAX_NESTING, Document, Place, nested_too_deeply
from workflow_updater.core.definition.json_positions import TOKEN, JsonPositions
from workflow_updater.core.validation.finding import Finding

_NOT_A_NUMBER = re.compile(r"-?Infinity|NaN")


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
        too_deep = nested_too_deeply(value)
    except (ValueError, RecursionError, _NumberOutOfRange) as fault:
        return (_fault_finding(decoded, fault),)
    if too_deep:
        return (_too_deep(decoded),)
    return _duplicate_findings(decoded) if duplicates else Document(value, "json", _lazily_located(decoded))


def decode(text: bytes) -> str | Finding:
    """Return *text* as UTF-8 without its byte order mark, or why it cannot be: too large, or not UTF-8."""
    if len(text) > MAX_BYTES:
        return rules.TOO_LARGE.finding(f"{len(text):,} bytes; AWS takes {MAX_BYTES:,} at most", line=1, column=1)
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = text[: fault.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return rules.NOT_UTF8.finding(f"byte 0x{text[fault.start]:02x} is not UTF-8", line=line, column=column)


def _fault_finding(text: str, fault: Exception) -> Finding:
    match fault:
        case json.JSONDecodeError():
            message = f"not JSON: {fault.msg}"
            return rules.UNREADABLE_JSON.finding(message, line=fault.lineno, column=fault.colno)
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
    """Return the finding for the first token that reads *number*; with "" the first that int() refuses."""
    positions = JsonPositions("")
    for match in TOKEN.finditer(text):
        if match.group() == number or (not number and len(match.group()) > 4300 and match.group()[0] in "-0123456789"):
            positions = JsonPositions(text)
            place = positions.place(match.start())
            break
    else:
        place = Place(1, 1)
    known = f"{number[:40]} is" if number else "a number of more than 4,300 digits is"
    what = "no JSON" if _NOT_A_NUMBER.fullmatch(number) else "out of range"
    return rules.UNREADABLE_JSON.finding(f"not JSON: {known} {what}", line=place.line, column=place.column)


def _too_deep(text: str) -> Finding:
    depth = 0
    for match in TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > MAX_NESTING:
            before = text[: match.start()]
            place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
            break
    message = f"nested more than {MAX_NESTING} levels deep"
    return rules.TOO_DEEP.finding(message, line=place.line, column=place.column)


def _duplicate_findings(text: str) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            rules.DUPLICATE_KEY.finding(f'the key "{key}" stands twice', where, line=place.line, column=place.column)
            for where, key, place in JsonPositions(text).duplicates()
        )
    )


def _lazily_located(text: str) -> Callable[[str], Place]:
    positions = cache(lambda: JsonPositions(text))
    return lambda pointer: positions().locate(pointer)
