"""What was released to a state machine: its records, beside what its stack names now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow_updater.cloud.ports import Cloud
from workflow_updater.core.content_address import split_prefix
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.release import Release, ReleaseFolder
from workflow_updater.plan.bucket import workflow_bucket
from workflow_updater.plan.events import is_at_rest
from workflow_updater.plan.recording.unrecorded import find_unrecorded
from workflow_updater.plan.snapshot import Snapshot, take_snapshot
from workflow_updater.plan.target import choose_request, requests_in
from workflow_updater.plan.templates.choice import deployed_template
from workflow_updater.releases.ancestry import running_release
from workflow_updater.releases.ledger import Unrecorded
from workflow_updater.releases.store import Records, read_records, read_until


@dataclass(frozen=True)
class Released:
    """
    The *records* in the *folder* of a state machine; *location* is what the stack's parameter names now.

    *unrecorded* is the update of the stack that nobody recorded yet, None without one; one of this machine is the first
    of *records* too, with the sequence that it will have. While the stack *is_busy* nobody knows, and *location* may
    only be about to run.
    """

    folder: ReleaseFolder
    location: str
    records: Records
    unrecorded: Unrecorded | None = None
    is_busy: bool = False

    @property
    def running(self) -> Release | None:
        """The release that put *location* there, None when what runs is in no record."""
        return running_release(self.records.releases, self.location)

    @property
    def pending(self) -> int:
        """The sequence of the one in *records* that nobody recorded yet, 0 when all are."""
        return self.records.last if self.unrecorded and self.unrecorded.folder == self.folder else 0

    def __str__(self) -> str:
        """`stack: LogicalId`, as every message begins."""
        return f"{self.folder.stack}: {self.folder.resource}"


def read_released(cloud: Cloud, stack: str, *, resource: str, bucket: str = "", newest: int | None = None) -> Released:
    """
    Return what was released to the state machine *resource* ("": the only one that takes a workflow) of *stack*.

    The other arguments are those of `released_to`.

    Raises:
        UsageError: there is no such stack, state machine or bucket, or several machines and none is named.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    snapshot = take_snapshot(cloud, stack, to_update=False)
    template = deployed_template(snapshot)
    requests = requests_in(template, snapshot.values, stack=stack)
    request = choose_request(template, snapshot.values, stack=stack, resource=resource)
    return released_to(cloud, snapshot, requests, request, bucket=bucket, newest=newest)


def released_to(
    cloud: Cloud,
    snapshot: Snapshot,
    requests: Sequence[InjectionRequest],
    request: InjectionRequest,
    *,
    bucket: str,
    newest: int | None,
    parameter: str = "",
) -> Released:
    """
    Return what was released to the machine of *request*, one of the *requests* of its stack.

    *bucket* is the one that the user names. Of the records the *newest* so many are read, and those down to the one
    that runs; with None all. *parameter* is another one for the location.

    Raises:
        UsageError: there is no such bucket.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    location = snapshot.stack.parameters.get(parameter or request.parameter or "", request.location)
    folder = _folder(request, snapshot, location, bucket)
    records = _records(cloud, folder, location, newest)
    if not is_at_rest(snapshot.stack.status):
        return Released(folder, location, records, is_busy=True)
    unrecorded = find_unrecorded(cloud, snapshot, requests, folder, records, parameter=parameter)
    if unrecorded and unrecorded.folder == folder:
        last = replace(unrecorded.release, sequence=records.last + 1)
        records = replace(records, releases=(last, *records.releases), last=last.sequence)
    return Released(folder, location, records, unrecorded)


def _records(cloud: Cloud, folder: ReleaseFolder, location: str, newest: int | None) -> Records:
    if newest is None:
        return read_records(cloud.objects, folder)
    return read_until(
        cloud.objects, folder, lambda release: running_release([release], location) is not None, newest=newest
    )


def _folder(request: InjectionRequest, snapshot: Snapshot, location: str, bucket: str) -> ReleaseFolder:
    """Return where the records lie: beside the workflows that the template takes."""
    lies_in = workflow_bucket(snapshot.stack, request.prefix, named=bucket, location=location)
    prefix = split_prefix(request.prefix)[1]
    return ReleaseFolder(lies_in, prefix, snapshot.stack.name, request.logical_id)
