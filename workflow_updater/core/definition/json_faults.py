"""What is wrong with a text that is no JSON, in words of its own: those of the standard library change with Python."""

from __future__ import annotations

import json
import re

from workflow_updater.core.definition import reading_rules as rules
from workflow_updater.core.definition.document import MAX_NESTING, nested_too_deeply
from workflow_updater.core.definition.json_positions import TOKEN, json_positions
from workflow_updater.core.definition.positions import Positions
from workflow_updater.core.definition.read_json import KeyTwice, NumberOutOfRange, finding_at, finite, refuse_constant
from workflow_updater.core.validation.finding import Finding

_INT_MAX_DIGITS = 4300  # source: Python documentation, "Integer string conversion length limitation"

_UNCLOSED = "the closing quote of this text is missing"
_SAID = {
    "Expecting value": "a value is missing",
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting property name": "a key in double quotes is missing",
    "Extra data": "there is more after the end of the value",
    "Unterminated string": _UNCLOSED,
    "Invalid control character": "a control character in text must be written as an escape, like \\n",
    "Invalid \\": "an escape that JSON does not know",
}
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def fault_findings(text: str, fault: Exception) -> tuple[Finding, ...]:
    """Return the findings, at least one, of a *text* of which the reader said *fault*."""
    match fault:
        case KeyTwice():
            return _key_twice(text)
        case json.JSONDecodeError():
            deep = _first_too_deep(text)
            if deep is not None and deep < fault.pos:  # whether the parser gives up there depends on Python's version
                return (_too_deep(text),)
            message, offset = diagnose(text, fault)
            return (finding_at(text, offset, rules.UNREADABLE_JSON, f"not JSON: {message}"),)
        case NumberOutOfRange():
            return (_number_finding(text, str(fault)),)
        case RecursionError():
            return (_too_deep(text),)
        case _:  # int() takes 4,300 digits at most
            return (_number_finding(text, ""),)


def duplicate_key_findings(positions: Positions) -> tuple[Finding, ...]:
    """Return a finding for every key that stood in its object before, in the order of the text."""
    return tuple(
        sorted(
            rules.DUPLICATE_KEY.finding(f'the key "{key}" stands twice', where, line=place.line, column=place.column)
            for where, key, place in positions.duplicates()
        )
    )


def _key_twice(text: str) -> tuple[Finding, ...]:
    """Return the findings of a *text* that has a key twice, and may have a worse fault further on."""
    try:
        value = json.loads(text, parse_float=finite, parse_constant=refuse_constant)
    except (ValueError, RecursionError, NumberOutOfRange) as fault:
        return fault_findings(text, fault)
    if nested_too_deeply(value):
        return (_too_deep(text),)
    return duplicate_key_findings(json_positions(text))


def _number_finding(text: str, number: str) -> Finding:
    """
    Return the finding for the first token that begins with *number*; with "" the first that int() refuses.

    The parser reads a number as far as it goes: of `NaNs` it takes `NaN`.
    """
    found = next(match for match in TOKEN.finditer(text) if _is_refused(match.group(), number))
    what = "no JSON" if number in ("NaN", "Infinity", "-Infinity") else "out of range"
    told = number or found.group()
    shown = told[:40] + ("…" if len(told) > 40 else "")
    return finding_at(text, found.start(), rules.UNREADABLE_JSON, f"not JSON: the number {shown} is {what}")


def _is_refused(piece: str, number: str) -> bool:
    return piece.startswith(number) if number else len(piece) > _INT_MAX_DIGITS and piece[0] in "-0123456789"


def _too_deep(text: str) -> Finding:
    message = f"nested more than {MAX_NESTING} levels deep"
    return finding_at(text, _first_too_deep(text) or 0, rules.TOO_DEEP, message)


def _first_too_deep(text: str) -> int | None:
    """Return where *text* opens one level more than are taken, None when it never does."""
    depth = 0
    for match in TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > MAX_NESTING:
            return match.start()
    return None


def diagnose(text: str, fault: json.JSONDecodeError) -> tuple[str, int]:
    """Return in words what *fault* found in *text*, and the offset at which to look."""
    offset = fault.pos
    comma = len(text[:offset].rstrip()) - 1  # Python before 3.13 points behind a trailing comma
    for candidate in (offset, comma):
        if candidate >= 0 and _TRAILING_COMMA.match(text, candidate):
            return "a comma before the closing bracket", candidate
    return _said_by_what_stands_there(text, offset) or _said_by_the_library(fault.msg), offset


def _said_by_what_stands_there(text: str, offset: int) -> str:
    if not text[offset:].strip():
        return "the text ends too early" if text.strip() else "the file is empty"
    if text.startswith(("//", "/*", "#"), offset):
        return "JSON knows no comments; write them into Comment"
    if text.startswith("'", offset):
        return "JSON wants double quotes"
    return _UNCLOSED if text.startswith("\n", offset) else ""  # the library points at no blank but one in text


def _said_by_the_library(message: str) -> str:
    return next((said for start, said in _SAID.items() if message.startswith(start)), message)
