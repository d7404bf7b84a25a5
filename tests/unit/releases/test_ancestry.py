"""Which release runs, and what can be gone back to."""

from __future__ import annotations

from tests.unit.releases.records import release
from workflow_updater.releases.ancestry import made_from, running_release, steps_back, tells_a_step_back
from workflow_updater.releases.store import Records

A, B, C, D = ({"Comment": letter} for letter in "ABCD")


def newest_first(*releases):
    return tuple(reversed(releases))


def sequences(releases):
    return [one.sequence for one in releases]


def test_what_runs_is_the_newest_deployed_release_of_the_stacks_location():
    records = newest_first(release(1, A), release(2, B), release(3, A), release(4, C, outcome="rolled back"))

    assert running_release(records, records[-1].location) == records[1]
    assert running_release(records, f"{records[-1].location}?versionId=another") == records[1]
    assert running_release(records, release(9, C).location) is None
    assert running_release(records, "") is None


def test_a_location_that_holds_no_digest_is_compared_as_a_whole():
    records = newest_first(
        release(1, A, location="s3://bucket/own.json?versionId=1"),
        release(2, B, location="s3://bucket/own.json?versionId=2"),
    )

    assert running_release(records, "s3://bucket/own.json?versionId=1") == records[1]
    assert running_release(records, "s3://bucket/own.json?versionId=3") is None


def test_the_next_step_back_is_the_deployed_release_before_with_another_definition():
    records = newest_first(release(1, A), release(2, B), release(3, D, outcome="failed"), release(4, C), release(5, C))

    assert sequences(steps_back(records, records[0])) == [2, 1]


def test_what_was_undone_is_no_step_back():
    records = newest_first(release(1, A), release(2, B), release(3, C), release(4, B, restores=2))

    assert sequences(steps_back(records, records[0])) == [1]


def test_a_push_after_a_rollback_was_made_from_what_the_rollback_went_back_to():
    records = newest_first(release(1, A), release(2, B), release(3, A, restores=1), release(4, D))

    assert sequences(made_from(records, records[0])) == [4, 1]


def test_of_releases_in_a_row_with_one_definition_the_first_brought_it():
    records = newest_first(release(1, A), release(2, B), release(3, B))

    assert sequences(made_from(records, records[0])) == [2, 1]


def test_a_rollback_whose_origin_is_lost_is_a_release_like_others():
    records = newest_first(release(3, C), release(4, B, restores=2))

    assert sequences(made_from(records, records[0])) == [4, 3]


def test_a_forged_record_leads_nobody_round_in_circles():
    records = newest_first(release(1, A), release(2, B, restores=3), release(3, C, restores=3))

    assert sequences(made_from(records, records[0])) == [3, 2, 1]


def test_where_what_runs_is_no_release_the_newest_one_is_the_next_step_back():
    records = newest_first(release(1, A), release(2, B), release(3, C, outcome="failed"))

    assert sequences(steps_back(records, None)) == [2, 1]
    assert steps_back((), None) == []


def test_the_newest_records_tell_a_step_back_unless_they_lead_to_older_ones():
    def tells(*releases, left_out=9):
        newest = newest_first(*releases)
        return tells_a_step_back(Records(newest, left_out=left_out), newest[0])

    assert tells(release(13, C), release(14, A), release(15, B), release(16, A, restores=14))
    assert not tells(release(13, C), release(14, A), release(15, B), release(16, A, restores=2))
    assert not tells(release(13, C))
    assert tells(release(13, C), left_out=0)
