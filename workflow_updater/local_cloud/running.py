"""The record of a running local cloud: server.json in its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "server.json"


@dataclass(frozen=True)
class Running:
    """A local cloud that answers, and the credentials of its account's root."""

    endpoint: str
    region: str
    account: str
    access_key_id: str
    secret_access_key: str
    pid: int


def write(folder: Path, running: Running) -> None:
    """Leave *running* in *folder*, for its owner only and all at once, so that no reader sees half of it."""
    unfinished = folder / f"{FILE}.new"
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(asdict(running), indent=2) + "\n")
    unfinished.replace(folder / FILE)


def read(folder: Path) -> Running | None:
    """Return what *folder* records, running or not; None when it records nothing or something unreadable."""
    try:
        return Running(**json.loads((folder / FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def forget(folder: Path) -> None:
    """Take the record out of *folder*."""
    (folder / FILE).unlink(missing_ok=True)
