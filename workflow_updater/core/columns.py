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


def clipped(text: str, width: int) -> str:
    """Return *text*, or as much of it as fits into *width* columns (at least one), with `…` behind it."""
    if columns(text) <= width:
        return text
    return text[: _fitting(text, width - 1)] + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Return *text* in lines of *width* columns at most, cut at a blank where a line has one; [] for ""."""
    lines = []
    while text:
        end = max(1, _fitting(text, width))
        blank = text.rfind(" ", 1, end + 1)
        if end < len(text) and blank > 0:
            end = blank
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return lines


def _fitting(text: str, width: int) -> int:
    """Return how many characters of *text* fit into *width* columns."""
    left = width
    for index, one in enumerate(text):
        left -= _columns(one)
        if left < 0:
            return index
    return len(text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
