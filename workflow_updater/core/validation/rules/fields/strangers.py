"""Fields that an object must not have, with the question for the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import Fault

_MOST_CHARACTERS, _MOST_GUESSES = 40, 10  # of a field that is worth a guess; comparing takes time


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
            hint = _meant(field, known - body.keys()) if guesses else ""
            guesses -= bool(guesses)
            yield Fault(pointer((*path, field)), f"{owner} must not have the field {field}", hint)


def _meant(field: str, candidates: Set[str]) -> str:
    if len(field) > _MOST_CHARACTERS:
        return ""
    from difflib import get_close_matches  # here, since the commit hook waits for every import

    by_folded_name = {name.casefold(): name for name in candidates}
    close = get_close_matches(field.casefold().strip(), sorted(by_folded_name), n=1, cutoff=0.7)
    return f"did you mean {by_folded_name[close[0]]}?" if close else ""
