"""Records in the bucket: one for each executed change set, whoever writes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.fakes.objects import FakeObjects
from tests.unit.core.test_release import FOLDER, RELEASE
from workflow_updater.core.release import SEQUENCE_MAX, Release, to_json
from workflow_updater.errors import Refused
from workflow_updater.releases.store import Records, read_records, read_until, record


def _of(change_set: str) -> Release:
    return replace(RELEASE, change_set=f"arn:aws:cloudformation:::changeSet/{change_set}")


def _objects(*releases: Release) -> FakeObjects:
    objects = FakeObjects("workflows")
    for release in releases:
        objects.put_new("workflows", FOLDER.key(release.sequence), to_json(release))
    return objects


def test_an_empty_folder_has_no_records() -> None:
    assert read_records(_objects(), FOLDER) == Records()


def test_the_first_record_is_number_one_and_the_next_follow() -> None:
    objects = _objects()

    first = record(objects, FOLDER, _of("a"), last=0)
    second = record(objects, FOLDER, _of("b"), last=1)

    assert (first.sequence, second.sequence) == (1, 2)
    assert read_records(objects, FOLDER) == Records((second, first), (), 2)


def test_who_comes_second_takes_the_next_number() -> None:
    objects = _objects(replace(_of("a"), sequence=1), replace(_of("b"), sequence=2))

    assert record(objects, FOLDER, _of("c"), last=0).sequence == 3


def test_a_change_set_that_somebody_else_recorded_is_not_recorded_again() -> None:
    completed = replace(_of("a"), sequence=2)
    objects = _objects(replace(_of("z"), sequence=1), completed)

    assert record(objects, FOLDER, replace(_of("a"), cause="told otherwise"), last=1) == completed
    assert read_records(objects, FOLDER).last == 2


def test_many_who_record_at_once_get_one_number_each() -> None:
    objects = _objects()

    with ThreadPoolExecutor(max_workers=8) as pool:
        done = list(pool.map(lambda one: record(objects, FOLDER, _of(str(one % 10)), last=0), range(20)))

    records = read_records(objects, FOLDER)
    assert [one.sequence for one in records.releases] == list(range(10, 0, -1))
    assert {one.change_set for one in done} == {one.change_set for one in records.releases}


def test_a_record_that_was_forged_far_ahead_takes_no_number_from_the_next() -> None:
    objects = _objects(replace(_of("a"), sequence=1), replace(_of("forged"), sequence=SEQUENCE_MAX))

    records = read_records(objects, FOLDER)

    assert ([one.sequence for one in records.releases], records.last) == ([1], 1)
    assert [one.key for one in records.unreadable] == [FOLDER.key(SEQUENCE_MAX)]
    assert record(objects, FOLDER, _of("b"), last=records.last).sequence == 2


def test_who_records_at_the_same_moment_as_a_forger_takes_the_next_number_too() -> None:
    objects = _objects(replace(_of("a"), sequence=1), replace(_of("forged"), sequence=SEQUENCE_MAX))

    assert record(objects, FOLDER, _of("b"), last=0).sequence == 2


def test_only_the_newest_are_read_when_so_asked() -> None:
    objects = _objects(*(replace(_of(str(one)), sequence=one) for one in range(1, 31)))

    records = read_records(objects, FOLDER, newest=3)

    assert [one.sequence for one in records.releases] == [30, 29, 28]
    assert (records.last, records.left_out) == (30, 27)
    assert len([call for call in objects.calls if call[0] == "newest"]) == 3


def test_only_those_after_a_sequence_are_listed_when_so_asked() -> None:
    objects = _objects(*(replace(_of(str(one)), sequence=one) for one in range(1, 6)))

    records = read_records(objects, FOLDER, after=3)

    assert [one.sequence for one in records.releases] == [5, 4]
    assert read_records(objects, FOLDER, after=5).last == 5


def test_a_number_whose_record_was_deleted_is_not_given_again() -> None:
    objects = _objects(replace(_of("a"), sequence=1), replace(_of("b"), sequence=5))

    assert read_records(objects, FOLDER).last == 5


def test_a_number_that_is_refused_though_nothing_is_listed_there_is_passed_over() -> None:
    objects = _objects()
    objects.fail("put_new", Refused("there is one already"))

    assert record(objects, FOLDER, _of("a"), last=0).sequence == 2


@pytest.mark.parametrize(("sought", "read"), [(30, [4]), (25, [4, 30]), (0, [4, 30])])
def test_no_more_is_read_than_it_takes_to_find_a_record(sought: int, read: list[int]) -> None:
    objects = _objects(*(replace(_of(str(one)), sequence=one) for one in range(1, 31)))

    records = read_until(objects, FOLDER, lambda release: release.sequence == sought, newest=4)

    assert len(records.releases) == read[-1]
    assert len([call for call in objects.calls if call[0] == "newest"]) == sum(read)


def test_what_is_no_record_is_told_and_takes_its_number() -> None:
    objects = _objects(replace(_of("a"), sequence=1))
    objects.put("workflows", FOLDER.key(2), b"not a record")
    objects.put("workflows", FOLDER.path + "notes.txt", b"")

    records = read_records(objects, FOLDER)

    assert [one.sequence for one in records.releases] == [1]
    assert [(one.key[len(FOLDER.path) :], one.why[:7]) for one in records.unreadable] == [
        ("00000002.json", "no JSON"),
        ("notes.txt", "no rele"),
    ]
    assert record(objects, FOLDER, _of("b"), last=records.last).sequence == 3


def test_what_is_no_record_cannot_use_up_the_numbers() -> None:
    objects = _objects(replace(_of("a"), sequence=1))
    for sequence in (2, 3, 99_999_999):
        objects.put("workflows", FOLDER.key(sequence), b"")

    assert read_records(objects, FOLDER, newest=1).last == 3
    assert record(objects, FOLDER, _of("b"), last=1).sequence == 4
    assert record(objects, FOLDER, _of("c"), last=4).sequence == 5


def test_no_more_is_read_of_an_object_than_a_record_can_have() -> None:
    objects = _objects()
    objects.put("workflows", FOLDER.key(1), b" " * 65_537)

    (told,) = read_records(objects, FOLDER).unreadable
    assert "is larger than 65,536 bytes" in told.why


def test_a_record_at_the_last_number_stops_recording_with_the_cure() -> None:
    objects = _objects(replace(_of("z"), sequence=99_999_999))

    with pytest.raises(Refused) as refused:
        record(objects, FOLDER, _of("a"), last=SEQUENCE_MAX)

    assert "99999999.json is the last record there can be" in refused.value.message
    assert "infra team" in refused.value.hint
