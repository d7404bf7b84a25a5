"""What the records say beside a plan, as values: what runs, and what is still to be written."""

from __future__ import annotations

from dataclasses import dataclass

from workflow_updater.core.release import Release, ReleaseFolder


@dataclass(frozen=True)
class Unrecorded:
    """An update of ours that has ended and has no record, because whoever made it was killed; for the next to write."""

    release: Release
    folder: ReleaseFolder
    last: int  # the highest sequence that is taken there


@dataclass(frozen=True)
class Ledger:
    """
    Where the next record goes: into *folder*, after the sequence *last*.

    *running* is the release that left the stack as it is, None when no record tells; *unrecorded* is to be written
    before anything else runs, or nobody could write it any more.
    """

    folder: ReleaseFolder
    last: int = 0
    running: Release | None = None
    unrecorded: Unrecorded | None = None
