"""Text that knows where each of its parts comes from: so a fault of rendered text is told where its author wrote it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from workflow_updater.core.definition.document import Place


class Source:
    """A template: *file* as it is shown, and its *text*."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    def place(self, offset: int) -> Place:
        """Return line and column of the character at *offset*."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1, self.file)


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line of *text* starts; lines end at a line feed."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


class Stretch(NamedTuple):
    """
    So many characters of rendered text: with *is_copy* those of *source* from *offset* on, else what the expression
    there yielded. *source* None: what jinja put there by itself (the result of a `filter` block).
    """

    length: int
    source: Source | None
    offset: int
    is_copy: bool

    def place(self, index: int) -> Place | None:
        """Return where the character at *index* of this stretch comes from, None when that is not known."""
        return self.source.place(self.offset + index * self.is_copy) if self.source else None

    def part(self, start: int, end: int) -> Stretch:
        """Return the characters from *start* to before *end* of this stretch."""
        return self._replace(length=end - start, offset=self.offset + start * self.is_copy)


class PlacedText(str):
    """
    Text with the origin of each of its characters.

    Jinja calls `str` on all that it puts, which would drop the origins: here it answers the text itself. What else is
    done with the text (a filter, a comparison) sees a plain one.
    """

    __slots__ = ("stretches",)
    stretches: tuple[Stretch, ...]

    def __new__(cls, text: str, stretches: tuple[Stretch, ...]) -> PlacedText:
        """Return *text*, made of *stretches*."""
        made = super().__new__(cls, text)
        made.stretches = stretches
        return made

    def __str__(self) -> str:
        return self


class Origins:
    """Where each character of a text comes from, by its line and column in the text."""

    def __init__(self, text: PlacedText) -> None:
        self._starts = line_starts(text)
        self._stretches = text.stretches
        self._ends = list(accumulate(stretch.length for stretch in text.stretches))

    def place(self, line: int, column: int) -> Place:
        """Return where the character at *line* and *column* comes from; (1, 1) when nobody knows."""
        offset = self._starts[min(line, len(self._starts)) - 1] + column - 1
        at = min(bisect_right(self._ends, offset), len(self._ends) - 1)
        while at >= 0:
            stretch = self._stretches[at]
            place = stretch.place(max(0, min(offset - self._ends[at] + stretch.length, stretch.length)))
            if place:
                return place
            at -= 1  # made by a block that begins where what stands before it ends
        return Place(1, 1)


def joined(pieces: Iterable[str]) -> PlacedText:
    """Return *pieces* as one text, each with its origin as far as it has one."""
    kept = list(pieces)
    stretches: list[Stretch] = []
    for piece in kept:
        if isinstance(piece, PlacedText):
            stretches.extend(piece.stretches)
        elif piece:
            stretches.append(Stretch(len(piece), None, 0, is_copy=False))
    return PlacedText("".join(kept), tuple(stretches))
