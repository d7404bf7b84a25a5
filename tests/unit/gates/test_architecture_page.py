"""docs/architecture.md speaks of rooms and files that are there, and leaves no room out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "workflow_updater"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def is_there(path: str) -> bool:
    return any(any(base.glob(path.rstrip("/"))) for base in (ROOT, PACKAGE))


def test_every_path_on_the_page_is_there() -> None:
    paths = [word for word in re.findall(r"`([\w/*.]+)`", PAGE) if "/" in word or word.endswith(".py")]

    assert len(paths) > 40
    assert [path for path in paths if not is_there(path)] == []


def test_every_room_is_on_the_page() -> None:
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]

    assert [room for room in rooms if not re.search(rf"\b{room}\b", PAGE)] == []
