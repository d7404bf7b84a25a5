"""
Console blocks of a Markdown page, as commands and what they must print.

    ```console
    $ deploy-workflow validate docs/desk/orders.asl.json
    docs/desk/orders.asl.json:4:27 E107 …
    ```

A line that is `…` stands for any number of lines, a `…` within a line for any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """One command, whole, and the lines that it prints."""

    command: str
    expected: tuple[str, ...]


def steps(page: str) -> Iterator[Step]:
    """Yield the commands of *page* in order; a command goes on in the next line after a backslash."""
    for block in _BLOCK.findall(page):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = piece.rstrip("\n").split("\n")
            length = next((index for index, line in enumerate(lines) if not line.endswith("\\")), len(lines) - 1) + 1
            yield Step("\n".join(lines[:length]), tuple(lines[length:]))


def agrees(expected: Sequence[str], printed: Sequence[str]) -> bool:
    """Return whether *printed* is what *expected* says."""
    pattern = "".join(_pattern(line) for line in expected)
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed)) is not None


def _pattern(line: str) -> str:
    if line == "…":
        return r"(?:.*\n)*?"
    return ".*".join(map(re.escape, line.rstrip().split("…"))) + r"\n"
