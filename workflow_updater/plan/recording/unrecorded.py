"""An update of ours that has no record, because whoever made it was killed before: found from the stack alone."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_updater.cloud.ports import ChangeSet, Cloud
from workflow_updater.core.content_address import addressed_digest, parse_location
from workflow_updater.core.errors import LocationUnreadable
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.release import Release, ReleaseFolder
from workflow_updater.core.release_note import ReleaseNote, read_description
from workflow_updater.errors import StackBusy
from workflow_updater.plan.recording.ending import Ending, ending_found
from workflow_updater.plan.snapshot import Snapshot
from workflow_updater.releases.ledger import Unrecorded
from workflow_updater.releases.store import RECENT, Records, read_records


def find_unrecorded(
    cloud: Cloud,
    snapshot: Snapshot,
    requests: Sequence[InjectionRequest],
    folder: ReleaseFolder,
    records: Records,
    *,
    parameter: str = "",
) -> Unrecorded | None:
    """
    Return the last executed change set of the stack when it is a push without a record, None when there is none.

    *records* are those in *folder*, of one of the machines in *requests*; the push may have been one to another.
    *parameter* is the one that the user names for the location of that machine.

    Raises:
        CloudUnavailable: AWS did not answer, or denied it.
    """
    arn = snapshot.stack.change_set
    pushed = None if not arn or records.of_change_set(arn) else _pushed(cloud, arn, requests)
    if pushed is None:
        return None
    change_set, note, request = pushed
    if note.resource != folder.resource:
        parameter = ""
        folder = folder._replace(resource=note.resource)
        records = read_records(cloud.objects, folder, newest=RECENT)
        if records.of_change_set(arn):
            return None
    location = change_set.parameters.get(parameter or request.parameter or "", "")
    machine = snapshot.resource_ids.get(note.resource, "")
    digest = _digest(location, note)
    if not digest or not machine:
        return None
    events = cloud.stacks.events(snapshot.stack.arn, token=change_set.name, since=change_set.created)
    ending = ending_found(change_set, events)
    release = release_of(note, folder, machine=machine, location=location, change_set=arn, ending=ending, digest=digest)
    return Unrecorded(release, folder, records.last)


def release_of(
    note: ReleaseNote,
    folder: ReleaseFolder,
    *,
    machine: str,
    location: str,
    change_set: str,
    ending: Ending,
    digest: str = "",
) -> Release:
    """Return the record, without a sequence, of what *note* announced and *ending* tells; *digest* "" is the note's."""
    return Release(
        sequence=0,
        kind=note.kind,
        stack=folder.stack,
        resource=note.resource,
        state_machine=machine,
        digest=digest or note.digest,
        location=location,
        parent_digest=note.parent_digest,
        **note.provenance._asdict(),
        description=note.description,
        change_set=change_set,
        restores=note.restores,
        **ending._asdict(),
    )


def _pushed(
    cloud: Cloud, arn: str, requests: Sequence[InjectionRequest]
) -> tuple[ChangeSet, ReleaseNote, InjectionRequest] | None:
    """Return the change set *arn*, what it announced and for which of *requests*; None when it was no push to one."""
    try:
        change_set = cloud.stacks.change_set(arn)
    except StackBusy:  # somebody deleted it: what it was is not to be known any more
        return None
    note = read_description(change_set.description)
    request = next((one for one in requests if note and one.logical_id == note.resource), None)
    return (change_set, note, request) if note and request else None


def _digest(location: str, note: ReleaseNote) -> str:
    """Return the digest that *location* names, else that of the note; "" where there is no location."""
    try:
        return addressed_digest(parse_location(location).key) or note.digest
    except LocationUnreadable:
        return ""
