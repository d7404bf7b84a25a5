"""What a push would take back of what runs: told, or refused."""

from __future__ import annotations

from dataclasses import replace

from workflow_updater.core.release import Release
from workflow_updater.core.short import short_id
from workflow_updater.plan.model import Plan
from workflow_updater.plan.planner import Wanted
from workflow_updater.releases.lineage import refuse_loss


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
