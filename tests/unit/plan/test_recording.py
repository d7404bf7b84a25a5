"""Each executed change set gets one record, whoever was killed when; in memory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.plan.pushing import (
    BUCKET,
    BYE,
    HELLO,
    MACHINE,
    SEED,
    attempt,
    cloud_with,
    machine,
    push,
    template,
    wanted,
)
from workflow_updater.core.lineage import Lost
from workflow_updater.core.release import Provenance, Release, ReleaseFolder
from workflow_updater.errors import CloudUnavailable, DeploymentFailed, Interrupted, StillRunning
from workflow_updater.plan.model import Plan
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import Noted, Recorded, Verified
from workflow_updater.releases.ledger import Ledger
from workflow_updater.releases.store import read_records

FOLDER = ReleaseFolder(BUCKET, "orders", "orders", "Orders")
COMMITTED = Provenance("c" * 40, False, "Ada <ada@example.org>", "say hello")
LATER = Provenance("d" * 40, True, "Bob <bob@example.org>", 'say "bye"')


def releases(cloud: FakeCloud, folder: ReleaseFolder = FOLDER) -> list[Release]:
    records = read_records(cloud.objects, folder)
    assert records.unreadable == ()
    return list(records.releases)


def killed_before_recording(cloud: FakeCloud, **asked: Any) -> Plan:
    """Push, and let the process vanish when the update has just ended."""
    made = prepare(wanted(**asked), cloud.ports)

    def vanish(step: object) -> None:
        if isinstance(step, Verified):
            raise CloudUnavailable("killed")  # comes through `show` as no interruption: nothing is tidied up

    with pytest.raises(CloudUnavailable, match="killed"):
        push(cloud, show=vanish, trial=attempt(f"killed-{len(cloud.stacks.executed)}"), **asked)
    return made


def unavailable_for_records(cloud: FakeCloud, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    put_new = cloud.objects.put_new

    def refusing(bucket: str, key: str, body: bytes) -> Any:
        if "releases/" in key:
            raise error
        return put_new(bucket, key, body)

    monkeypatch.setattr(cloud.objects, "put_new", refusing)


def test_a_push_is_recorded_with_its_commit() -> None:
    cloud = cloud_with()

    plan, outcome, steps = push(cloud, provenance=COMMITTED, description="ticket 12")

    (release,) = releases(cloud)
    assert (release.sequence, release.kind, release.outcome, release.cause) == (1, "push", "updated", "")
    assert release.provenance == COMMITTED
    assert (release.digest, release.parent_digest) == (plan.publication.digest, "")
    assert (release.location, release.change_set) == (outcome.location, outcome.change_set)
    assert (release.description, release.state_machine) == ("ticket 12", MACHINE)
    events = cloud.stacks.events("orders", token="attempt")
    assert (release.started, release.ended) == (events[0].at, events[-1].at)
    assert Recorded(release) in steps
    assert outcome.release == 1


def test_the_next_push_knows_which_release_it_replaces() -> None:
    cloud = cloud_with()
    push(cloud, provenance=COMMITTED)

    plan, _, _ = push(cloud, BYE, provenance=LATER, lost=lambda _: Lost())

    second, first = releases(cloud)
    assert plan.replaces == first
    assert (second.parent_digest, second.dirty, second.sequence) == (first.digest, True, 2)


def test_no_change_is_no_release() -> None:
    cloud = cloud_with()
    push(cloud)
    before = list(cloud.writes)

    _, outcome, _ = push(cloud)

    assert (outcome.ended, outcome.release, len(releases(cloud))) == ("unchanged", 0, 1)
    assert before == cloud.writes


def test_an_update_that_was_rolled_back_is_recorded_with_its_cause() -> None:
    cloud = cloud_with()
    push(cloud)
    cloud.stacks.next_failure = ("Orders", "no rights")

    with pytest.raises(DeploymentFailed, match="rolled back"):
        push(cloud, BYE)

    failed, first = releases(cloud)
    assert failed.outcome == "rolled back"
    assert failed.cause.splitlines()[0] == "Orders UPDATE_FAILED: no rights"
    assert prepare(wanted(BYE), cloud.ports).replaces == first


def test_an_update_whose_rollback_failed_is_recorded_as_failed() -> None:
    cloud = cloud_with()
    cloud.stacks.next_failure, cloud.stacks.rollback_ends = ("Orders", "no rights"), "FAILED"

    with pytest.raises(DeploymentFailed, match="UPDATE_ROLLBACK_FAILED"):
        push(cloud)

    assert [release.outcome for release in releases(cloud)] == ["failed"]


def test_what_does_not_run_in_the_end_is_recorded_as_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = cloud_with()
    monkeypatch.setattr(cloud.machines, "set_definition", lambda *_: None)

    with pytest.raises(DeploymentFailed, match="does not run the definition"):
        push(cloud)

    (release,) = releases(cloud)
    assert (release.outcome, "does not run" in release.cause) == ("failed", True)


def test_a_rollback_is_recorded_as_one() -> None:
    cloud = cloud_with()
    push(cloud, provenance=COMMITTED)
    push(cloud, BYE, provenance=LATER, lost=lambda _: Lost())

    plan, _, _ = push(cloud, HELLO, provenance=COMMITTED, restores=1)

    assert plan.notes == ()
    assert [(one.kind, one.restores, one.commit[0]) for one in releases(cloud)] == [
        ("rollback", 1, "c"),
        ("push", 0, "d"),
        ("push", 0, "c"),
    ]


def test_the_next_push_completes_the_record_of_one_that_was_killed() -> None:
    cloud = cloud_with()
    killed = killed_before_recording(cloud, provenance=COMMITTED, description="ticket 12")
    assert releases(cloud) == []

    plan, _, steps = push(cloud, BYE, provenance=LATER, lost=lambda _: Lost())

    second, first = releases(cloud)
    assert (first.provenance, first.description) == (COMMITTED, "ticket 12")
    assert (first.digest, first.outcome, first.sequence) == (killed.publication.digest, "updated", 1)
    assert steps[0] == Recorded(first, is_late=True)
    assert plan.replaces == first
    assert (second.sequence, second.parent_digest) == (2, first.digest)


def test_the_record_is_the_same_whoever_writes_it() -> None:
    cloud, other = cloud_with(), cloud_with()
    killed_before_recording(cloud, provenance=COMMITTED)
    push(cloud)
    push(other, provenance=COMMITTED, trial=attempt("killed-0"))

    assert releases(cloud) == releases(other)


def test_a_push_that_changes_nothing_completes_it_too() -> None:
    cloud = cloud_with()
    killed_before_recording(cloud)

    _, outcome, steps = push(cloud)

    assert outcome.ended == "unchanged"
    assert [type(step) for step in steps] == [Recorded]
    assert len(releases(cloud)) == 1
    assert push(cloud)[2] == []


def test_a_failed_update_is_completed_with_its_cause() -> None:
    cloud = cloud_with()
    push(cloud)
    cloud.stacks.next_failure = ("Orders", "no rights")
    with pytest.raises(StillRunning):
        push(cloud, BYE, trial=attempt("late", until=0.2))
    while cloud.stacks.describe("orders").status != "UPDATE_ROLLBACK_COMPLETE":
        pass

    push(cloud, BYE)

    assert [release.outcome for release in releases(cloud)] == ["updated", "rolled back", "updated"]
    assert releases(cloud)[1].cause.startswith("Orders UPDATE_FAILED: no rights")


def test_a_killed_push_to_another_machine_of_the_stack_is_completed_in_its_own_folder() -> None:
    both = template(Orders=machine(), Returns=machine("Size"))
    cloud = cloud_with(both)
    cloud.machines.add(MACHINE.replace("-Orders", "-Returns"), "{}")
    killed_before_recording(cloud, resource="Returns", provenance=COMMITTED)

    push(cloud, BYE, resource="Orders")

    (late,), (own,) = releases(cloud, FOLDER._replace(resource="Returns")), releases(cloud)
    assert (late.resource, late.provenance) == ("Returns", COMMITTED)
    assert (own.resource, own.sequence) == ("Orders", 1)


def test_a_push_to_another_machine_of_the_stack_is_not_recorded_again() -> None:
    cloud = cloud_with(template(Orders=machine(), Returns=machine("Size")))
    cloud.machines.add(MACHINE.replace("-Orders", "-Returns"), "{}")
    push(cloud, resource="Returns", provenance=COMMITTED)

    push(cloud, BYE, resource="Orders")

    assert [1] == [one.sequence for one in releases(cloud, FOLDER._replace(resource="Returns"))]
    assert [1] == [one.sequence for one in releases(cloud)]


def test_a_killed_push_to_a_parameter_of_the_users_own_choice_is_completed() -> None:
    cloud = cloud_with(SEED | {"Parameters": SEED["Parameters"] | {"Place": {"Type": "String", "Default": ""}}})
    killed = killed_before_recording(cloud, bucket=BUCKET, location_parameter="S3Key")
    (change_set,) = (entry.set for entry in cloud.stacks.executed.values())
    location = change_set.parameters["S3Key"]
    object.__setattr__(change_set, "parameters", {"S3Key": "", "Place": location})

    plan = prepare(wanted(BYE, bucket=BUCKET, location_parameter="Place"), cloud.ports)

    assert plan.ledger.unrecorded is not None
    release = plan.ledger.unrecorded.release
    assert (release.location, release.digest) == (location, killed.publication.digest)


def test_a_location_in_a_parameter_of_the_users_own_choice_is_found_again() -> None:
    cloud = cloud_with(SEED | {"Parameters": SEED["Parameters"] | {"Place": {"Type": "String", "Default": ""}}})
    own = ReleaseFolder(BUCKET, "", "orders", "Orders")
    plan = prepare(wanted(bucket=BUCKET, key="hello.json"), cloud.ports)
    push(cloud, bucket=BUCKET, key="hello.json", location_parameter="S3Key")
    (release,) = releases(cloud, own)
    assert (release.digest, plan.ledger) == (plan.publication.digest, Ledger(own))

    assert prepare(wanted(BYE, bucket=BUCKET, location_parameter="S3Key"), cloud.ports).replaces == release
    assert prepare(wanted(BYE, bucket=BUCKET, location_parameter="Place"), cloud.ports).replaces is None


def test_a_change_set_that_somebody_else_executes_is_completed() -> None:
    cloud = cloud_with()
    _, reviewed, _ = push(cloud, provenance=COMMITTED, trial=attempt(aim="keep change set"))
    cloud.stacks.execute(reviewed.change_set, token="by-hand")
    while cloud.stacks.describe("orders").status != "UPDATE_COMPLETE":
        pass

    push(cloud)

    (release,) = releases(cloud)
    assert (release.provenance, release.outcome) == (COMMITTED, "updated")
    assert release.started == release.ended


@pytest.mark.parametrize("trace", ["deleted", "of somebody else", "of a machine that is gone", "without a location"])
def test_what_cannot_be_told_is_left_out(trace: str) -> None:
    cloud = cloud_with()
    killed_before_recording(cloud)
    (arn,) = cloud.stacks.executed
    if trace == "deleted":
        cloud.stacks.delete_change_set(arn)
    elif trace == "without a location":
        object.__setattr__(cloud.stacks.executed[arn].set, "parameters", {"Workflow": "****"})
    else:
        entry = cloud.stacks.executed[arn]
        text = "deployed by hand" if trace == "of somebody else" else entry.set.description.replace("Orders", "Gone")
        object.__setattr__(entry.set, "description", text)

    push(cloud, BYE)

    assert [release.sequence for release in releases(cloud)] == [1]


def test_an_update_is_no_failure_because_it_could_not_be_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = cloud_with()
    with monkeypatch.context() as patch:
        unavailable_for_records(cloud, patch, CloudUnavailable("S3 is away"))
        _, outcome, steps = push(cloud)

    assert (outcome.ended, outcome.release) == ("updated", 0)
    assert steps[-1] == Noted(
        "the update is done, but its release is not recorded: S3 is away; the next deployment records it"
    )
    push(cloud)
    assert len(releases(cloud)) == 1


def test_nothing_runs_before_the_record_of_the_last_push_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = cloud_with()
    killed_before_recording(cloud)
    unavailable_for_records(cloud, monkeypatch, CloudUnavailable("S3 is away"))

    with pytest.raises(CloudUnavailable, match="S3 is away"):
        push(cloud, BYE)
    _, outcome, steps = push(cloud)

    assert len(cloud.stacks.executed) == 1
    assert outcome.ended == "unchanged"
    assert "the release before is not recorded: S3 is away" in steps[0].text


def test_an_interruption_while_recording_says_that_the_update_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = cloud_with()
    unavailable_for_records(cloud, monkeypatch, KeyboardInterrupt())

    with pytest.raises(Interrupted, match=r"the update has ended \(updated\); interrupted while its release") as told:
        push(cloud)

    assert told.value.hint == "the next deployment records it"
