"""The records beside a plan: what runs, what a push would take back, what is still to be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflow_updater.cloud.ports import Cloud
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.release import Release
from workflow_updater.core.short import short_id
from workflow_updater.plan.model import Plan
from workflow_updater.plan.planner import Wanted
from workflow_updater.plan.recording.released import release_folder
from workflow_updater.plan.recording.unrecorded import find_unrecorded
from workflow_updater.plan.snapshot import Snapshot
from workflow_updater.plan.target import requests_in
from workflow_updater.releases.ancestry import running_release
from workflow_updater.releases.ledger import Ledger
from workflow_updater.releases.lineage import refuse_loss
from workflow_updater.releases.store import read_until


def read_ledger(
    cloud: Cloud,
    snapshot: Snapshot,
    template: Mapping[str, Any],
    request: InjectionRequest,
    *,
    bucket: str = "",
    parameter: str = "",
) -> Ledger:
    """
    Return what the records of the machine of *request* say; *parameter* is another one for its location.

    Raises:
        UsageError: there is no such bucket.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    now = snapshot.stack.parameters.get(parameter or request.parameter or "", request.location)
    folder = release_folder(request, snapshot, now, bucket=bucket)
    records = read_until(cloud.objects, folder, lambda release: running_release([release], now) is not None)
    values = {**snapshot.stack.parameters, **snapshot.stack.resolved}
    requests = requests_in(template, values, stack=snapshot.stack.name)
    unrecorded = find_unrecorded(cloud, snapshot, requests, folder, records, parameter=parameter)
    releases = list(records.releases)
    if unrecorded and unrecorded.folder == folder:
        releases.insert(0, replace(unrecorded.release, sequence=records.last + 1))
    return Ledger(folder, records.last, running_release(releases, now), unrecorded)


def on_record(plan: Plan, wanted: Wanted) -> Plan:
    """
    Return *plan* with where it comes from, and with notes on what its ledger cannot tell.

    Raises:
        Refused: it would take back commits that run, or nobody here can tell, unless the user wants it all the same.
    """
    running = plan.ledger.running
    whole = replace(plan, provenance=wanted.provenance, restores=wanted.restores)
    if plan.is_unchanged or wanted.restores:
        return whole
    return replace(whole, notes=(*plan.notes, *_taken_back(plan, running), *_check_lineage(plan, wanted, running)))


def _taken_back(plan: Plan, running: Release | None) -> list[str]:
    """Return what is to be said of a push of just what the running release, a rollback, has undone."""
    if running is None or not running.restores or running.parent_digest != plan.publication.digest:
        return []
    why = f": {running.description}" if running.description else ""
    return [f"this is what release {running.sequence}, a rollback to {running.restores}, has just taken back{why}"]


def _check_lineage(plan: Plan, wanted: Wanted, running: Release | None) -> list[str]:
    """Return what is to be said of the commits; raises Refused where one would be lost."""
    if running is None or (wanted.lost is None and not running.commit):
        return []  # the first push, or a team without git: nobody expects a comparison
    if wanted.lost is None:
        known = f"release {running.sequence} of commit {short_id(running.commit)}"
        return [f"the definition comes from no commit: whether this takes back a change in {known} is not checked"]
    if not running.commit:
        return [f"release {running.sequence} came from no commit: whether this takes back a change is not checked"]
    notes = []
    if running.dirty:
        notes.append(f"release {running.sequence} had uncommitted changes, which are in no commit")
    lost = wanted.lost(running.commit)
    if not wanted.force:
        refuse_loss(str(plan.target), wanted.provenance.commit, running, lost)
    elif lost.how_many:
        notes.append(f"--force takes back {lost.number} of release {running.sequence}")
    return notes
