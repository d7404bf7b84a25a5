"""The lines of a source file, for the excerpts of a report."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def source_lines(file: str) -> tuple[str, ...]:
    """Return the lines of *file* without their ends, as they are counted in findings; () when it cannot be read."""
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as opened:
            return tuple(line.rstrip("\r") for line in opened.read().split("\n"))
    except (OSError, UnicodeDecodeError):
        return ()
