"""
How a validator in Python is measured: every document of a list, again and again, in one process.

    python RUNNER.py LIST SECONDS     LIST: a JSON array of [path, type of machine]; rounds begin until SECONDS are over

The texts are read before; a round parses and judges each. Prints the documents per second of the first round, as a
hook has it, and of the best one, when everything is warm: {"first": 1.0, "best": 2.0, "accepted": [bool]}.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Accepts = Callable[[bytes, str], bool]


def measure(accepts: Accepts) -> None:
    """Run the rounds with *accepts* (text, type of machine or ""), print what came out; raising is refusing."""
    given = [(Path(path).read_bytes(), kind) for path, kind in json.loads(Path(sys.argv[1]).read_text("utf-8"))]
    end = time.perf_counter() + float(sys.argv[2])
    accepted: list[bool] = []
    rounds: list[float] = []
    while not rounds or time.perf_counter() < end:
        started = time.perf_counter()
        accepted = [_judged(accepts, text, kind) for text, kind in given]
        rounds.append(len(given) / (time.perf_counter() - started))
    print(json.dumps({"first": rounds[0], "best": max(rounds), "accepted": accepted}))


def _judged(accepts: Accepts, text: bytes, kind: str) -> bool:
    try:
        return accepts(text, kind)
    except Exception:  # noqa: BLE001 - whatever a validator raises, it did not accept
        return False
