"""A release in words."""

from __future__ import annotations

import json
from typing import Any

from workflow_updater.core.printable import printable
from workflow_updater.core.release import Release, to_json
from workflow_updater.core.short import author_name, short_id


def release_words(release: Release) -> str:
    """Return `release 7 (9f2c1ab1d2e4, Ann, 2026-11-20 13:04Z: reserve before paying)`; of a rollback where it led."""
    subject = f": {release.subject}" if release.subject else ""
    back = f", back at {release.restores}" if release.restores else ""
    return printable(f"release {release.sequence}{back} ({origin_words(release)}{subject})")


def release_value(release: Release) -> dict[str, Any]:
    """Return the release for a program: what its record says."""
    value: dict[str, Any] = json.loads(to_json(release))
    del value["format"]
    return value


def origin_words(release: Release) -> str:
    """Return commit, author and time of a release, as far as they are known."""
    return printable(", ".join(filter(None, (source_words(release), author_name(release.author), time_words(release)))))


def source_words(release: Release) -> str:
    """Return the short commit, `+` behind it for what was not committed; the digest for what is from no commit."""
    if not release.commit:
        return f"sha256:{short_id(release.digest)}"
    return short_id(release.commit) + "+" * release.dirty


def time_words(release: Release) -> str:
    """Return when a release ended, in UTC, `2026-11-20 13:04Z`."""
    return f"{release.ended:%Y-%m-%d %H:%MZ}"
