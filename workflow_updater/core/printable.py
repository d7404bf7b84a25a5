"""Text that may stand on a terminal, in a log, in a comment."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return *text* with what would move a terminal's cursor, colour it, or turn its writing direction, as `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
