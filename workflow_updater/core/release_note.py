"""
What the Description of a change set says of the release that it becomes, so that anybody can complete its record.

One JSON object, ASCII (CloudFormation answers `?` for the rest): whatever stands in the subject of a commit stays a
text in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from workflow_updater.core.release import FORMAT, FORMS, NOWHERE, SEQUENCE_MAX, Kind, Provenance, clipped

DESCRIPTION_MAX_CHARACTERS = 1_024  # source: botocore cloudformation model, shape Description
_LONGEST = (300, 200, 120, 80, 40, 20, 0)  # characters of each text, until all fits


@dataclass(frozen=True)
class ReleaseNote:
    """What is known of a release before it runs; the fields are those of `Release`."""

    kind: Kind
    resource: str
    digest: str
    parent_digest: str = ""
    provenance: Provenance = NOWHERE
    description: str = ""
    restores: int = 0


def description_of(note: ReleaseNote) -> str:
    """Return *note* as the Description of a change set; texts are cut as short as it takes."""
    return next(
        text for text in (_json(note, longest) for longest in _LONGEST) if len(text) <= DESCRIPTION_MAX_CHARACTERS
    )


def read_description(text: str) -> ReleaseNote | None:
    """Return the note that `description_of` wrote; None for every other description."""
    try:
        value = json.loads(text) if len(text) <= DESCRIPTION_MAX_CHARACTERS else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or value.get("release") != FORMAT or not _is_sound(value):
        return None
    return ReleaseNote(
        kind=value["kind"],
        resource=value["resource"],
        digest=value["digest"],
        parent_digest=value["parent_digest"],
        provenance=Provenance(value["commit"], value["dirty"], value["author"], value["subject"]),
        description=value["description"],
        restores=value["restores"],
    )


def _json(note: ReleaseNote, longest: int) -> str:
    come_from = note.provenance
    value = {
        "release": FORMAT,
        "kind": note.kind,
        "resource": note.resource,
        "commit": come_from.commit,
        "dirty": come_from.dirty,
        "author": clipped(come_from.author, longest),
        "subject": clipped(come_from.subject, longest),
        "description": clipped(note.description, longest),
        "restores": note.restores,
        "digest": note.digest,
        "parent_digest": note.parent_digest,
    }
    return json.dumps(value)


def _is_sound(value: dict[str, Any]) -> bool:
    texts = ("kind", "resource", "digest", "parent_digest", "commit", "author", "subject", "description")
    return (
        all(isinstance(value.get(name), str) for name in texts)
        and all(form.fullmatch(value[name]) for name, form in FORMS.items() if name in texts)
        and not any("\ud800" <= one <= "\udfff" for name in texts for one in value[name])
        and isinstance(value.get("dirty"), bool)
        and type(value.get("restores")) is int
        and 0 <= value["restores"] <= SEQUENCE_MAX
    )
