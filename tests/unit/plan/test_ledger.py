"""What a push knows from the records: what runs, what it would take back, and what nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.plan.pushing import BUCKET, BYE, HELLO, SEED, cloud_with, push, wanted
from tests.unit.plan.test_recording import COMMITTED, FOLDER, LATER, killed_before_recording, releases
from workflow_updater.core.lineage import Commit, Lost
from workflow_updater.core.release import Provenance, to_json
from workflow_updater.errors import DeploymentFailed, Refused
from workflow_updater.plan.preparation import prepare


def test_a_push_of_what_a_rollback_has_just_taken_back_says_so() -> None:
    cloud = cloud_with()
    push(cloud)
    push(cloud, BYE)
    assert prepare(wanted(HELLO), cloud.ports).notes == ()

    push(cloud, HELLO, restores=1, description="orders were lost")

    told = "this is what release 3, a rollback to 1, has just taken back: orders were lost"
    assert prepare(wanted(BYE), cloud.ports).notes == (told,)
    assert prepare(wanted({**BYE, "Comment": "mended"}), cloud.ports).notes == ()


def test_what_runs_is_found_however_many_pushes_failed_since() -> None:
    cloud = cloud_with()
    push(cloud)
    (first,) = releases(cloud)
    for sequence in range(2, 30):
        failed = replace(first, sequence=sequence, outcome="failed", change_set=f"arn:{sequence}")
        cloud.objects.put(BUCKET, FOLDER.key(sequence), to_json(failed))

    plan = prepare(wanted(BYE), cloud.ports)

    assert (plan.replaces, plan.ledger.last) == (first, 29)


def test_records_lie_in_the_bucket_that_is_named_where_the_template_names_none() -> None:
    cloud = cloud_with(SEED)
    cloud.objects.add_bucket("named")

    assert prepare(wanted(bucket="named"), cloud.ports).ledger.folder.bucket == "named"


def test_a_push_that_would_lose_commits_is_refused_before_anything_is_written() -> None:
    cloud = cloud_with()
    push(cloud, provenance=COMMITTED)
    before = list(cloud.writes)

    with pytest.raises(Refused, match="1 commit would be lost"):
        push(cloud, BYE, provenance=LATER, lost=lambda _: Lost((Commit("c" * 40, "Ada", "say hello"),), 1))

    assert before == cloud.writes


def test_a_killed_push_counts_for_the_next_one() -> None:
    cloud = cloud_with()
    killed_before_recording(cloud, provenance=COMMITTED)

    with pytest.raises(Refused, match="runs commit cccccccccccc"):
        push(cloud, BYE, provenance=LATER, lost=lambda _: Lost((Commit("c" * 40, "Ada", "say hello"),), 1))


def test_what_was_rolled_back_cannot_be_lost() -> None:
    cloud = cloud_with()
    push(cloud, provenance=COMMITTED)
    cloud.stacks.next_failure = ("Orders", "no rights")
    with pytest.raises(DeploymentFailed):
        push(cloud, BYE, provenance=LATER, lost=lambda _: Lost())
    asked: list[str] = []

    push(cloud, BYE, provenance=LATER, lost=lambda commit: asked.append(commit) or Lost())

    assert asked == [COMMITTED.commit]


def test_force_takes_commits_back_and_says_so() -> None:
    cloud = cloud_with()
    push(cloud, provenance=COMMITTED)

    plan, outcome, _ = push(cloud, BYE, provenance=LATER, force=True, lost=lambda _: Lost((), 3))

    assert (outcome.ended, plan.notes) == ("updated", ("--force takes back 3 commits of release 1",))


def test_what_runs_already_loses_nothing() -> None:
    cloud = cloud_with()
    push(cloud, provenance=COMMITTED)

    assert push(cloud, provenance=LATER, lost=lambda _: Lost((), 3))[1].ended == "unchanged"


@pytest.mark.parametrize(
    ("before", "asked", "note"),
    [
        (COMMITTED, {}, "the definition comes from no commit: whether this takes back a change in release 1 of commit"),
        (Provenance(), {"provenance": LATER, "lost": lambda _: Lost()}, "release 1 came from no commit: whether"),
        (LATER, {"provenance": COMMITTED, "lost": lambda _: Lost()}, "release 1 had uncommitted changes, which"),
    ],
)
def test_what_nobody_can_tell_is_a_note(before: Provenance, asked: dict[str, Any], note: str) -> None:
    cloud = cloud_with()
    push(cloud, provenance=before)

    plan, outcome, _ = push(cloud, BYE, **asked)

    assert outcome.ended == "updated"
    assert [one[: len(note)] for one in plan.notes] == [note]
