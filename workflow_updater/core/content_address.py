"""
Where a definition is published, and what its bytes are.

Content-addressed key: `PREFIX/STACK/RESOURCE/<sha256 hex>.asl.json`; the body is the canonical JSON of the definition,
so that equal definitions have equal keys however they were written.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from workflow_updater.core.definition.bare_placeholders import json_text
from workflow_updater.core.errors import LocationUnreadable

_ADDRESSED = re.compile(r"(?:^|/)([0-9a-f]{64})\.asl\.json\Z")
_LOCATION = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/([^\ud800-\udfff]+)")  # half a character has no UTF-8
_KEY_MAX_BYTES = 1024  # source: S3 user guide, "Naming Amazon S3 objects"


@dataclass(frozen=True)
class Location:
    """One object in S3; *version_id* "" means its newest version."""

    bucket: str
    key: str
    version_id: str = ""


def canonical(value: object) -> bytes:
    """Return the JSON of *value*: ASCII only (GetTemplate answers `?` for the rest), key order kept, no blanks."""
    return json_text(value).encode("ascii")


def digest(content: bytes) -> str:
    """Return the SHA-256 of *content*, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def object_key(prefix: str, stack: str, resource: str, content_digest: str) -> str:
    """Return the content-addressed key; *prefix* may be "" and may end with a slash."""
    return "/".join(part for part in (prefix.strip("/"), stack, resource, f"{content_digest}.asl.json") if part)


def split_prefix(prefix: str) -> tuple[str, str]:
    """Return the bucket ("" for any) and the folder that a template's Prefix names."""
    if not prefix.startswith("s3://"):
        return "", prefix
    bucket, _, folder = prefix.removeprefix("s3://").partition("/")
    return bucket, folder


def addressed_digest(key: str) -> str:
    """Return the digest that a content-addressed *key* promises, "" when the key makes no such promise."""
    found = _ADDRESSED.search(key)
    return found.group(1) if found else ""


def location(bucket: str, key: str, version_id: str = "") -> str:
    """Return the text that stands in the template's parameter: `s3://BUCKET/KEY?versionId=VERSION`."""
    return f"s3://{bucket}/{key}" + (f"?versionId={version_id}" if version_id else "")


def parse_location(text: str) -> Location:
    """
    Return the parts of a location; the reverse of `location`.

    Raises:
        LocationUnreadable: *text* has another form.
    """
    plain, found, version_id = text.rpartition("?versionId=")
    parts = _LOCATION.fullmatch(plain if found else text)
    if parts is None or (found and not version_id) or len(parts.group(2).encode()) > _KEY_MAX_BYTES:
        raise LocationUnreadable(
            f'"{text[:200]}" is not of the form s3://BUCKET/KEY or s3://BUCKET/KEY?versionId=VERSION'
        )
    return Location(parts.group(1), parts.group(2), version_id if found else "")


def located_digest(text: str) -> str:
    """Return the digest that the key in a location promises, "" when it makes no such promise, or is no location."""
    try:
        return addressed_digest(parse_location(text).key)
    except LocationUnreadable:
        return ""
