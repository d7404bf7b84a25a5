"""The release records of one state machine in the workflow bucket: listed, read, and written once each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count

from workflow_updater.cloud.ports import Objects
from workflow_updater.core.release import (
    RECORD_MAX_BYTES,
    SEQUENCE_MAX,
    Release,
    ReleaseFolder,
    ReleaseUnreadable,
    from_json,
    sequence_of,
    to_json,
)
from workflow_updater.errors import Refused, UsageError

CONNECTIONS = 8  # of the ten that botocore keeps open
JUMP_MAX = 10_000  # numbers missing between two records: lifecycle rules and infra teams may delete, pushes skip none
_STRANGE = "no release has such a key"
_CLAIMS = 20  # each lost to somebody whose record is there now; so many at once there are not
RECENT = CONNECTIONS
"""
Records that are looked through for one change set. Whoever deploys completes the record before first, so that only
those who record at the same moment stand between it and the newest.
"""


@dataclass(frozen=True)
class Unreadable:
    """What lies among the records and is none: *why* says so, after the key."""

    key: str
    why: str


@dataclass(frozen=True)
class Records:
    """
    The records of a state machine, or the newest of them, newest first.

    The next record goes after the sequence *last*: to the first that nothing takes, from the newest record on, so that
    what is *unreadable* cannot use up the numbers. *left_out* is how many older ones were not read.
    """

    releases: tuple[Release, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    last: int = 0
    left_out: int = 0

    def of_change_set(self, arn: str) -> Release | None:
        """Return the record of the change set *arn*, None when none of these is."""
        return next((release for release in self.releases if release.change_set == arn), None)


def read_records(objects: Objects, folder: ReleaseFolder, *, newest: int | None = None, after: int = 0) -> Records:
    """
    Return the records in *folder*: the *newest* so many, or all; of a higher sequence than *after*.

    What is none is told in `unreadable`, and stops nothing.

    Raises:
        UsageError: there is no such bucket.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    found = objects.list(folder.bucket, folder.path, after=folder.key(after) if after else "")
    sequences = {key: sequence_of(key) for key in found if key == folder.key(sequence_of(key))}
    reached = _reached(sequences.values(), after)
    keys = [folder.key(sequence) for sequence in reached[::-1]]
    strangers = [
        Unreadable(key, "no push wrote it: many numbers before it are missing" if key in sequences else _STRANGE)
        for key in sorted({*found}.difference(keys))
    ]
    chosen = keys if newest is None else keys[:newest]
    with ThreadPoolExecutor(max_workers=CONNECTIONS) as pool:
        read = list(pool.map(lambda key: _read(objects, folder.bucket, key), chosen))
    releases = tuple(one for one in read if isinstance(one, Release))
    return Records(
        releases=releases,
        unreadable=(*(one for one in read if isinstance(one, Unreadable)), *strangers),
        last=_last({sequence_of(key) for key in keys}, releases[0].sequence if releases else after),
        left_out=len(keys) - len(chosen),
    )


def read_until(objects: Objects, folder: ReleaseFolder, is_found: Callable[[Release], bool], *, newest: int) -> Records:
    """
    Return the *newest* so many records, and more down to the first that *is_found*; all when none is.

    Raises:
        UsageError, CloudUnavailable: as `read_records`.
    """
    while True:
        records = read_records(objects, folder, newest=newest)
        if not records.left_out or any(map(is_found, records.releases)):
            return records
        newest *= 8  # reads the first ones again: what runs is hardly ever that far back


def record(objects: Objects, folder: ReleaseFolder, release: Release, *, last: int) -> Release:
    """
    Write *release* as the next one after *last* and return it with its sequence; its own sequence does not matter.

    When somebody else has recorded its change set meanwhile, that record is returned: there is one for each.

    Raises:
        Refused: others were quicker again and again.
        UsageError, CloudUnavailable, StackBusy: as `Objects.put_new`.
    """
    for _ in range(_CLAIMS):
        if last >= SEQUENCE_MAX:
            raise Refused(
                f"{folder.key(last)} is the last record there can be; that of {release.change_set} is not written",
                hint="somebody put it there by hand: the infra team takes it away",
            )
        claimed = replace(release, sequence=last + 1)
        try:
            objects.put_new(folder.bucket, folder.key(claimed.sequence), to_json(claimed))
        except Refused:
            since = read_records(objects, folder, after=last)
            taken = since.of_change_set(release.change_set)
            if taken:
                return taken
            last = max(since.last, last + 1)
        else:
            return claimed
    raise Refused(
        f"{folder.path}: others record releases all the time; the record of {release.change_set} is not written",
        hint="the next deployment writes it",
    )


def _reached(sequences: Iterable[int], after: int) -> list[int]:
    """
    Return *sequences* in order, as far as pushes can have come that count from *after*.

    Else one object, put there by hand as number 99,999,999, would leave no number for any release to come.
    """
    reached: list[int] = []
    for sequence in sorted(sequences):
        if sequence - (reached[-1] if reached else after) > JUMP_MAX:
            break
        reached.append(sequence)
    return reached


def _last(taken: Set[int], newest: int) -> int:
    return next(sequence for sequence in count(newest) if sequence + 1 not in taken)


def _read(objects: Objects, bucket: str, key: str) -> Release | Unreadable:
    try:
        found = objects.newest(bucket, key, max_bytes=RECORD_MAX_BYTES)
        return from_json(found.body, key=key) if found else Unreadable(key, "it is gone")
    except (ReleaseUnreadable, UsageError) as fault:
        return Unreadable(key, str(fault))
