"""The corpus: real definitions, each with a label that somebody else gave it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
DEFAULT_FOLDER = ROOT.parent / "shared" / "corpus"


class Labelled(NamedTuple):
    """One document: its name below the folder, its label, who gave that, and why it is refused ("" when valid)."""

    name: str
    text: bytes
    valid: bool
    machine_type: str
    basis: str
    why: str


def corpus_folder(argument: str = "") -> Path:
    """
    Return the folder of the corpus: *argument*, else $CORPUS, else the one beside the checkout.

    Raises:
        SystemExit: there is none.
    """
    folder = Path(argument or os.environ.get("CORPUS", "") or DEFAULT_FOLDER)
    if not (folder / "index.jsonl").is_file():
        raise SystemExit(
            f"no corpus in {folder}: index.jsonl is not there\n"
            "  → name its folder: make corpus CORPUS=FOLDER; a line of index.jsonl is one document:"
            ' {"path": "valid/a.json", "label": "valid", "why": "", "evidence": "aws"}'
        )
    return folder


def read_corpus(folder: Path) -> tuple[Labelled, ...]:
    """Return every document of *folder*, in the order of its index."""
    rows = (json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines())
    return tuple(
        Labelled(
            name=row["path"],
            text=(folder / row["path"]).read_bytes(),
            valid=row["label"] == "valid",
            machine_type=row.get("type", ""),
            basis=row.get("evidence", "unknown"),
            why=row["why"] if row["label"] != "valid" else "",
        )
        for row in rows
    )
