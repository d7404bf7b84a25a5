"""What is wrong with a text that is no JSON, in words of its own: those of the standard library change with Python."""

from __future__ import annotations

import json
import re

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
