"""What was released to a state machine: its records, beside what its stack names now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workflow_updater.cloud.ports import Cloud
from workflow_updater.core.content_address import split_prefix
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.release import Release, ReleaseFolder
from workflow_updater.plan.bucket import default_bucket, told_bucket
from workflow_updater.plan.events import is_at_rest
from workflow_updater.plan.recording.unrecorded import find_unrecorded
from workflow_updater.plan.snapshot import Snapshot, take_snapshot
from workflow_updater.plan.target import choose_request, requests_in
from workflow_updater.plan.templates.choice import deployed_template
from workflow_updater.releases.ancestry import running_release
from workflow_updater.releases.store import Records, read_records, read_until


@dataclass(frozen=True)
class Released:
    """
    The state machine *logical_id* of a stack, and its *records*; *location* is what the stack's parameter names now.

    *running* is the release that put it there, None when none did. *pending* is the sequence of the one in *records*
    that nobody recorded yet, 0 when all are; while the stack *is_busy* nobody knows, and *location* may only be
    about to run.
    """

    stack: str
    logical_id: str
    location: str
    records: Records
    pending: int = 0
    is_busy: bool = False

    @property
    def running(self) -> Release | None:
        """The release that runs, None when what runs is in no record."""
        return running_release(self.records.releases, self.location)

    def __str__(self) -> str:
        """`stack: LogicalId`, as every message begins."""
        return f"{self.stack}: {self.logical_id}"


def read_released(cloud: Cloud, stack: str, *, resource: str, bucket: str = "", newest: int | None = None) -> Released:
    """
    Return what was released to the state machine *resource* ("": the only one that takes a workflow) of *stack*.

    Of the records, all are read; with *newest*, so many, and those down to the one that runs.

    A release that nobody recorded, for whoever made it was killed, counts with the sequence that it will have.

    Raises:
        UsageError: there is no such stack, state machine or bucket, or several machines and none is named.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    snapshot = take_snapshot(cloud, stack, to_update=False)
    values = {**snapshot.stack.parameters, **snapshot.stack.resolved}
    template = deployed_template(snapshot)
    requests = requests_in(template, values, stack=stack)
    request = choose_request(template, values, stack=stack, resource=resource)
    location = snapshot.stack.parameters.get(request.parameter or "", request.location)
    folder = release_folder(request, snapshot, location, bucket=bucket)
    records = _records(cloud, folder, location, newest)
    is_busy = not is_at_rest(snapshot.stack.status)
    if not is_busy:
        unrecorded = find_unrecorded(cloud, snapshot, requests, folder, records)
        if unrecorded and unrecorded.folder == folder:
            last = replace(unrecorded.release, sequence=records.last + 1)
            records = replace(records, releases=(last, *records.releases), last=last.sequence)
            return Released(snapshot.stack.name, request.logical_id, location, records, pending=last.sequence)
    return Released(snapshot.stack.name, request.logical_id, location, records, is_busy=is_busy)


def _records(cloud: Cloud, folder: ReleaseFolder, location: str, newest: int | None) -> Records:
    if newest is None:
        return read_records(cloud.objects, folder)
    return read_until(
        cloud.objects, folder, lambda release: running_release([release], location) is not None, newest=newest
    )


def release_folder(request: InjectionRequest, snapshot: Snapshot, location: str, *, bucket: str = "") -> ReleaseFolder:
    """
    Return where the records of the state machine of *request* lie: beside the workflows that its template takes.

    The bucket is that of the template's Prefix, else *bucket*, else that of *location*, else the one that `bootstrap`
    makes.
    """
    stack = snapshot.stack
    told = told_bucket(request.prefix, named=bucket, location=location)
    prefix = split_prefix(request.prefix)[1]
    return ReleaseFolder(told or default_bucket(stack.account, stack.region), prefix, stack.name, request.logical_id)
