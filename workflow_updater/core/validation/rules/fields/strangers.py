"""Fields that an object must not have, with the question for the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.nearest import nearest
from workflow_updater.core.validation.rule import Fault

_MOST_GUESSES = 10  # comparing takes time


def strangers(body: Mapping[str, Any], path: Path, known: frozenset[str], owner: str) -> Iterator[Fault]:
    """
    Yield a fault for each field of *body*, the object at *path*, that is not in *known*.

    *owner* is what has the field, as a message names it. What a placeholder may still become is left open.
    """
    if known.issuperset(body):
        return
    guesses = _MOST_GUESSES
    for field in body:
        if field not in known and not has_placeholder(field):
            close = nearest(field, known - body.keys(), likeness=0.7) if guesses else ""
            guesses -= bool(guesses)
            hint = f"did you mean {close}?" if close else ""
            yield Fault(pointer((*path, field)), f"{owner} must not have the field {field}", hint)
