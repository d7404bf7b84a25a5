"""The filter `indent`, which keeps the origins: YAML templates put it round what they include."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflow_updater.sources.jinja.placed_text import PlacedText, Stretch, joined


def indent(text: str, width: int | str = 4, first: bool = False, blank: bool = False) -> PlacedText:  # noqa: FBT001, FBT002 - jinja's signature
    """Return *text* with its lines, but the first unless *first* and empty ones unless *blank*, moved to the right."""
    pad = width if isinstance(width, str) else " " * width
    placed = text if isinstance(text, PlacedText) else joined([text])
    starts = [match.end() for match in re.finditer("\n" if blank else "\n(?!\n|$)", placed)]
    offsets = [0, *starts] if first else starts
    pieces = (placed[start:end] for start, end in zip([0, *offsets], [*offsets, len(placed)], strict=True))
    return PlacedText(pad.join(pieces), tuple(_with_pads(placed.stretches, offsets, len(pad))))


def _with_pads(stretches: Sequence[Stretch], offsets: Sequence[int], pad: int) -> Iterator[Stretch]:
    """Yield *stretches*, cut at *offsets* (ascending), with a stretch of *pad* characters from nowhere at each."""
    at, pending = 0, list(reversed(offsets))
    for stretch in stretches:
        start, end = at, at + stretch.length
        while pending and pending[-1] < end:
            cut = pending.pop()
            yield stretch.part(at - start, cut - start)
            yield Stretch(pad, None, 0, is_copy=False)
            at = cut
        yield stretch.part(at - start, stretch.length)
        at = end
