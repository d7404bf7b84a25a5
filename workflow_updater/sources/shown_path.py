"""How a path is shown to a person."""

from __future__ import annotations

from pathlib import Path


def shown_path(path: Path) -> Path:
    """Return *path* without links and detours, relative to the current folder where it is below it."""
    here, target = Path.cwd().resolve(), path.resolve()
    return target.relative_to(here) if target.is_relative_to(here) else target
