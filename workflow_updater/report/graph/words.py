"""Short forms of the texts of a picture, and how wide they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Widths of the characters from blank to ~ in thousandths of the font's size. Source: Adobe Font Metrics of Helvetica,
# which Arial, Liberation Sans and Arimo share.
_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556,) * 10,
    *(278, 278, 584, 584, 584, 556, 1015),
    *(
        667,
        667,
        722,
        722,
        667,
        611,
        778,
        722,
        278,
        500,
        667,
        556,
        833,
        722,
        778,
        667,
        778,
        722,
        667,
        611,
        722,
        667,
        944,
    ),
    *(667, 667, 611, 278, 278, 278, 469, 556, 333),
    *(
        556,
        556,
        500,
        556,
        556,
        278,
        556,
        556,
        222,
        222,
        500,
        222,
        833,
        556,
        556,
        556,
        556,
        333,
        500,
        278,
        556,
        500,
        722,
    ),
    *(500, 500, 500, 334, 260, 334, 584),
)
_BOLD = 1.08  # Helvetica-Bold over Helvetica, rounded up
_LONG_PATH = re.compile(r"\$[\w.\[\]'-]{30,}")
_MOST_WRAPPED = 1_000  # characters, which no box has room for
_PATH_END = 26  # characters
_BREAKS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[-_/.:, ])")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide *text* is in pixels, on one line; characters that are not ASCII are taken for wide ones."""
    thousandths = sum(map(_character_width, text))
    return thousandths * size / 1000 * (_BOLD if bold else 1)


def _character_width(character: str) -> int:
    code = ord(character)
    if 32 <= code < 127:
        return _WIDTHS[code - 32]
    if unicodedata.combining(character):
        return 0
    return 1000 if unicodedata.east_asian_width(character) in "WF" or code > 0xFFFF else 700


def cut(text: str, most: float, size: float, *, bold: bool = False) -> str:
    """Return *text* if it is at most so wide, else its beginning and `…`."""
    if width(text, size, bold=bold) <= most:
        return text
    kept = ""
    room = most - width("…", size, bold=bold)
    for character in text:
        if width(kept + character, size, bold=bold) > room:
            break
        kept += character
    return f"{kept}…"


def wrapped(text: str, most: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """Return *text* on at most so many lines that are at most so wide, broken between words, or in them if it must."""
    found = [""]
    pieces: list[str] = []
    for word in re.split(r"(?<= )", plain(text[:_MOST_WRAPPED])):
        pieces += _BREAKS.split(word) if width(word, size, bold=bold) > most else [word]
    for piece in pieces:
        if found[-1] and width(found[-1] + piece.rstrip(), size, bold=bold) > most and len(found) < lines:
            found.append("")
        found[-1] += piece
    return [cut(line.strip(), most, size, bold=bold) for line in found]


def plain(text: str) -> str:
    """Return *text* on one line, without characters that no picture can show."""
    shown = "".join(one if one.isprintable() else " " if one.isspace() else "\N{REPLACEMENT CHARACTER}" for one in text)
    return " ".join(shown.split())


def shortened(text: str, most: int) -> str:
    """Return at most so many characters of *text*, on one line."""
    one = plain(text)
    return one if len(one) <= most else f"{one[: most - 1]}…"


def short_paths(text: str) -> str:
    """Return *text* with its long JSONPaths reduced to their ends: what is compared tells rules apart, not the way."""
    return _LONG_PATH.sub(lambda found: f"$…{_end_of(found.group())}", text)


def _end_of(path: str) -> str:
    end = path[-_PATH_END:]
    starts = [index for index, one in enumerate(end) if one in ".["]
    return end[starts[0] :] if starts and starts[0] < _PATH_END - 1 else end


def alternatives(labels: Sequence[str], most: int, lines: int) -> list[str]:
    """Return a line for each label, each at most so long; beyond so many *lines* the last one counts the rest."""
    told = [shortened(short_paths(label), most) for label in labels]
    return told if len(told) <= lines else [*told[: lines - 1], f"… {len(told) - lines + 1} more"]
