"""Text in colour: the few styles that results use, as ANSI codes; `rich` would cost the commit hook 100 ms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Style = Literal["error", "warning", "place", "quiet", "added", "removed", "changed", "moved"]
Paint = Callable[[str, Style], str]

_CODES: dict[Style, str] = {
    "error": "1;31",
    "warning": "1;33",
    "place": "1",
    "quiet": "2",
    "added": "32",
    "removed": "31",
    "changed": "33",
    "moved": "34",
}


def paint(*, colour: bool) -> Paint:
    """Return what gives a text its style; without *colour* it gives the text back."""
    return _coloured if colour else _plain


def _coloured(text: str, style: Style) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def _plain(text: str, style: Style) -> str:
    del style
    return text
