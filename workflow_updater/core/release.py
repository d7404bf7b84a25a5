"""
One release of a state machine: what ran, from which commit, how it ended; its JSON and its key in the workflow bucket.

A record is written once, after the end is known, and never again. Who may push may write records too, so that reading
one takes nothing for granted: size, types, forms, and that it lies where it says.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, get_args

from workflow_updater.core.content_address import parse_location
from workflow_updater.core.errors import LocationUnreadable, WorkflowError

FORMAT = 1
RECORD_MAX_BYTES = 65_536  # ours: five times what the longest texts below take
SEQUENCE_MAX = 99_999_999  # eight digits in the key
CAUSE_MAX_CHARACTERS = 4_000

Kind = Literal["push", "rollback"]
Ended = Literal["updated", "rolled back", "failed"]

# What a text must look like, and how long it can be at most.
FORMS = {
    "kind": re.compile("|".join(get_args(Kind))),
    "outcome": re.compile("|".join(get_args(Ended))),
    "digest": re.compile(r"[0-9a-f]{64}"),
    "parent_digest": re.compile(r"(?:[0-9a-f]{64})?"),
    "commit": re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})?"),  # SHA-1 or SHA-256; "": not from git
    "stack": re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}"),  # source: CreateStack, StackName
    "resource": re.compile(r"[a-zA-Z0-9]{1,255}"),  # source: CloudFormation user guide, logical id; quotas page
    "state_machine": re.compile(r"arn:\S{1,2000}"),
    "change_set": re.compile(r"arn:\S{1,2000}"),
}
_LONGEST = {"author": 1_000, "subject": 1_000, "description": 1_024, "cause": CAUSE_MAX_CHARACTERS}
_KEY = re.compile(r"(?:.*/)?releases/(?P<stack>[^/]+)/(?P<resource>[^/]+)/(?P<sequence>[0-9]{8})\.json")


class ReleaseUnreadable(WorkflowError):
    """An object where release records lie is none; the message says what is wrong with it, not where it is."""


class Provenance(NamedTuple):
    """Where a definition comes from; all "" outside git. *author* is `Name <mail>`; *dirty*: not as in *commit*."""

    commit: str = ""
    dirty: bool = False
    author: str = ""
    subject: str = ""


NOWHERE = Provenance()


@dataclass(frozen=True)
class Release:
    """
    One executed change set.

    *sequence* counts from 1, 0 before one is claimed. *digest* is the SHA-256 of the canonical definition, *location*
    its object with the version, *parent_digest* what ran before, "" when that is not known. *cause* says why it did not
    end as updated. *restores* is the sequence that a rollback goes back to, 0 for a push.
    """

    sequence: int
    kind: Kind
    stack: str
    resource: str
    state_machine: str
    digest: str
    location: str
    parent_digest: str
    commit: str
    dirty: bool
    author: str
    subject: str
    description: str
    change_set: str
    started: datetime
    ended: datetime
    outcome: Ended
    cause: str = ""
    restores: int = 0

    @property
    def provenance(self) -> Provenance:
        """Where its definition comes from."""
        return Provenance(self.commit, self.dirty, self.author, self.subject)


class ReleaseFolder(NamedTuple):
    """Where the records of one state machine lie; *prefix* is that of the template, without the bucket."""

    bucket: str
    prefix: str
    stack: str
    resource: str

    @property
    def path(self) -> str:
        """What all their keys begin with, the slash included."""
        return (
            "/".join(part for part in (self.prefix.strip("/"), "releases", self.stack, self.resource, "") if part) + "/"
        )

    def key(self, sequence: int) -> str:
        """Return the key of the record with that *sequence*."""
        return f"{self.path}{sequence:08d}.json"


def sequence_of(key: str) -> int:
    """Return the sequence that a key promises, 0 when it is no key of a record."""
    found = _KEY.fullmatch(key)
    return int(found["sequence"]) if found else 0


def clipped(text: str, longest: int) -> str:
    """Return *text* in at most *longest* characters, what is left out shown as `…`; half characters become `?`."""
    whole = text.encode(errors="replace").decode()
    return whole if len(whole) <= longest else whole[: max(longest - 1, 0)] + "…"[:longest]


def to_json(release: Release) -> bytes:
    """Return the record's JSON: ASCII, one line for each field, texts cut to what `from_json` takes."""
    value = {"format": FORMAT} | {name: _written(name, one) for name, one in asdict(release).items()}
    return (json.dumps(value, indent=1) + "\n").encode("ascii")


def from_json(content: bytes, *, key: str) -> Release:
    """
    Return the record that lies at *key*; the reverse of `to_json`.

    Raises:
        ReleaseUnreadable: it is none, of a newer format, or says that it lies elsewhere.
    """
    value = _object(content)
    if (type(value.get("format")), value.get("format")) != (int, FORMAT):  # true equals 1
        raise ReleaseUnreadable(
            f"format {str(value.get('format'))[:20]} is not {FORMAT}: a newer version wrote it, or none"
        )
    read = {field.name: _read(field.name, str(field.type), value) for field in fields(Release)}
    release = Release(**read)
    place = _KEY.fullmatch(key)
    told = (release.stack, release.resource, release.sequence)
    if place is None or told != (place["stack"], place["resource"], int(place["sequence"])):
        raise ReleaseUnreadable(f"it says that it is release {release.sequence} of {release.stack}/{release.resource}")
    return release


def _written(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return clipped(value, _LONGEST[name]) if isinstance(value, str) and name in _LONGEST else value


def _object(content: bytes) -> dict[str, Any]:
    if len(content) > RECORD_MAX_BYTES:
        raise ReleaseUnreadable(f"{len(content)} bytes are more than a record can have ({RECORD_MAX_BYTES})")
    try:
        value = json.loads(content.decode())
    except (ValueError, RecursionError) as fault:
        raise ReleaseUnreadable(f"no JSON: {str(fault)[:100]}") from fault
    if not isinstance(value, dict):
        raise ReleaseUnreadable("no JSON object")
    return value


def _read(name: str, annotation: str, value: dict[str, Any]) -> Any:  # noqa: ANN401 - one of five types, by the field
    if name not in value:
        raise ReleaseUnreadable(f"{name} is missing")
    found = value[name]
    if annotation == "bool":
        if not isinstance(found, bool):
            raise ReleaseUnreadable(f"{name} is not true or false")
        return found
    if annotation == "int":
        lowest = 1 if name == "sequence" else 0
        if type(found) is not int or not lowest <= found <= SEQUENCE_MAX:
            raise ReleaseUnreadable(f"{name} is no number from {lowest} to {SEQUENCE_MAX}")
        return found
    if not isinstance(found, str):
        raise ReleaseUnreadable(f"{name} is no text")
    return _time(name, found) if annotation == "datetime" else _text(name, found)


def _time(name: str, text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is not None:
            return time.astimezone(UTC)
    except (ValueError, OverflowError):  # the year 1 is before the year 1 in some zones
        pass
    raise ReleaseUnreadable(f"{name} is no time with a zone, like 2026-11-21T08:00:00Z")


def _text(name: str, text: str) -> str:
    form = FORMS.get(name)
    if (form and not form.fullmatch(text)) or len(text) > _LONGEST.get(name, len(text)):
        raise ReleaseUnreadable(f"{name} is not what a {name} looks like")
    if any("\ud800" <= one <= "\udfff" for one in text):
        raise ReleaseUnreadable(f"{name} holds half a character")
    if name == "location":
        try:
            parse_location(text)
        except LocationUnreadable as fault:
            raise ReleaseUnreadable(f"location: {fault}") from fault
    return text
