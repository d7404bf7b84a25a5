"""How much room a text takes where all characters are equally wide, or twice as wide: on a terminal."""

from __future__ import annotations

import unicodedata


def columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes: two for wide characters, none for marks upon others."""
    if text.isascii():
        return len(text)
    return sum(_columns(one) for one in text)


def padded(text: str, width: int) -> str:
    """Return *text* with blanks behind it, so that it takes *width* columns."""
    return text + " " * (width - columns(text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
