"""Writing the record of a release: of this one when it has ended, of the one before when nobody did."""

from __future__ import annotations

from dataclasses import replace

from workflow_updater.cloud.ports import Objects
from workflow_updater.core.content_address import located_digest
from workflow_updater.core.release_note import ReleaseNote
from workflow_updater.errors import DeployError, Interrupted
from workflow_updater.plan.attempt import Attempt
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import Noted, Outcome, Recorded, Steps, Waiting
from workflow_updater.plan.recording.ending import Ending
from workflow_updater.plan.recording.unrecorded import release_of
from workflow_updater.plan.waiting.patience import Patience
from workflow_updater.releases.store import record

RECORDING_SECONDS = 60.0  # of an outage: the update is over, and the next deployment can record it as well
_NEXT = "the next deployment records it"


def note_of(plan: Plan) -> ReleaseNote:
    """Return what the change set of *plan* says of itself, for whoever has to complete its record."""
    return ReleaseNote(
        kind="rollback" if plan.restores else "push",
        resource=plan.target.logical_id,
        digest=plan.publication.digest,
        parent_digest=_runs(plan),
        provenance=plan.provenance,
        description=plan.description,
        restores=plan.restores,
    )


def complete_record(plan: Plan, objects: Objects) -> Steps[None]:
    """
    Write the record that is missing of the update before, and tell it.

    Where this plan changes nothing, that it could not be written is only told: the next one has to do it.

    Raises:
        DeployError: it could not be written, and would be lost with the next update.
    """
    missing = plan.ledger.unrecorded
    if missing is None:
        return
    try:
        release = record(objects, missing.folder, missing.release, last=missing.last)
    except DeployError as failure:
        if not plan.is_unchanged:
            raise
        yield Noted(f"the release before is not recorded: {failure.message}; {_NEXT}")
    else:
        yield Recorded(release, is_late=True)


def record_end(plan: Plan, objects: Objects, outcome: Outcome, ending: Ending, attempt: Attempt) -> Steps[Outcome]:
    """
    Write the record of the update that *outcome* has begun and *ending* ended; return the outcome with its sequence.

    The update is over: when its record cannot be written, that is told, and does not make a failure of it. An AWS that
    is away is asked on for RECORDING_SECONDS, within the deadline.

    Raises:
        Interrupted: Ctrl-C.
    """
    yield Waiting("recording the release")
    folder, machine = plan.ledger.folder, plan.target.machine_arn
    release = release_of(
        note_of(plan),
        folder,
        machine=machine,
        location=outcome.location,
        change_set=outcome.change_set,
        ending=ending,
    )
    until = min(attempt.until, attempt.clock.monotonic() + RECORDING_SECONDS)
    patience = Patience(attempt.clock, until, "the update has ended")
    try:
        written = yield from patience.ask(lambda: record(objects, folder, release, last=plan.ledger.last))
    except KeyboardInterrupt:
        raise Interrupted(
            f"{plan.target}: the update has ended ({ending.outcome}); interrupted while its release was recorded",
            hint=_NEXT,
        ) from None
    except DeployError as failure:
        yield Noted(f"the update is done, but its release is not recorded: {failure.message}; {_NEXT}")
        return outcome
    yield Recorded(written)
    return replace(outcome, release=written.sequence)


def _runs(plan: Plan) -> str:
    """Return the digest of what runs before, "" when its location does not tell."""
    return plan.ledger.running.digest if plan.ledger.running else located_digest(plan.location_now)
