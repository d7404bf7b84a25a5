"""Which release runs, and what it was made from; pure."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_updater.core.content_address import located_digest
from workflow_updater.core.release import Release
from workflow_updater.releases.store import Records


def running_release(releases: Sequence[Release], location: str) -> Release | None:
    """Return the newest of *releases* (newest first) that left the stack at *location*, None when none did."""
    here = located_digest(location)
    return next((one for one in deployed(releases) if one.location == location or one.digest == here), None)


def deployed(releases: Sequence[Release]) -> list[Release]:
    """Return those of *releases* that ended as updated: what they pushed ran."""
    return [release for release in releases if release.outcome == "updated"]


def made_from(releases: Sequence[Release], release: Release) -> list[Release]:
    """
    Return *release* and the deployed ones that it was made from, newest first; no two in a row have one definition.

    A rollback counts as the release that it went back to: what was undone with it is no part of what runs. Of releases
    in a row with one definition the first is meant, which brought it.
    """
    ran = {one.sequence: one for one in deployed(releases)}
    found: list[Release] = []
    at: Release | None = release
    while at is not None:
        if at.restores in ran and at.restores < at.sequence:
            at = ran[at.restores]
            continue
        if found and found[-1].digest == at.digest:
            found.pop()
        found.append(at)
        at = ran.get(max((sequence for sequence in ran if sequence < at.sequence), default=0))
    return found


def tells_a_step_back(records: Records, running: Release | None) -> bool:
    """Return whether *records*, perhaps only the newest, tell what one step back is: older ones would not change it."""
    if not records.left_out:
        return True
    known = {release.sequence for release in records.releases}
    is_whole = all(release.restores in known for release in records.releases if release.restores)
    return is_whole and bool(steps_back(records.releases, running))


def steps_back(releases: Sequence[Release], running: Release | None) -> list[Release]:
    """
    Return what can be gone back to, the next first: what *running* was made from.

    Where what runs is no release (None), the newest one is the next.
    """
    if running is not None:
        return made_from(releases, running)[1:]
    newest = deployed(releases)[:1]
    return made_from(releases, newest[0]) if newest else []
