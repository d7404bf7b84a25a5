"""Where in a TOML file a value stands, for who has to mend it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import NamedTuple


class Source(NamedTuple):
    """A file and its *text*, which is TOML."""

    file: str
    text: str


class Place(NamedTuple):
    """The value at *keys* of a file, from its root on; an item of an array stands where the array does."""

    source: Source
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        """File, line and dotted name."""
        return f"{self.line}: {self.name}"

    @property
    def name(self) -> str:
        """The keys with dots between them."""
        return ".".join(self.keys)

    @property
    def line(self) -> str:
        """`FILE:LINE` of the place where the value begins."""
        return f"{self.source.file}:{_line(self.source.text, self.keys)}"

    def below(self, key: str) -> Place:
        """Return the place of *key* in the table that stands here."""
        return Place(self.source, (*self.keys, key))


def _line(text: str, keys: tuple[str, ...]) -> int:
    """
    Return the number of the line on which the value at *keys* begins.

    tomllib tells no places. But the lines before a value are TOML without it, and with it they are TOML that holds it:
    so the last of the former is looked for, by halves. Lines that are no TOML up to there end inside of a value.
    """
    lines = text.replace("\r\n", "\n").split("\n")  # not splitlines: it splits where editors do not
    before, after = 0, len(lines)
    while after - before > 1:
        middle = (before + after) // 2
        end = next((end for end in range(middle, after) if _parsed(lines[:end]) is not None), after)
        if end < after and not _holds(_parsed(lines[:end]), keys):
            before = end
        else:
            after = middle
    return before + 1


def _parsed(lines: list[str]) -> Mapping[str, object] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _holds(table: object, keys: tuple[str, ...]) -> bool:
    for key in keys:
        if not isinstance(table, Mapping) or key not in table:
            return False
        table = table[key]
    return True
