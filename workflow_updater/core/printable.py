"""Text that may stand on a terminal, in a log, in a comment."""

from __future__ import annotations

import json


def printable(text: str) -> str:
    """Return *text* with what would move a terminal's cursor, colour it, or turn its writing direction, as `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def printable_json(text: str) -> str:
    """Return the JSON *text*, of one line or many, with the same characters as escapes of JSON: it is the same JSON."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1] for one in text)
