"""What releases pushed, read again."""

from __future__ import annotations

import itertools

import pytest

from tests.fakes.objects import FakeObjects
from tests.unit.releases.records import BUCKET, release
from workflow_updater.core.content_address import canonical, location, object_key
from workflow_updater.errors import CloudUnavailable, Refused, UsageError
from workflow_updater.releases.definitions import Definitions, read_definition

MANY = [{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": number, "End": True}}} for number in range(30)]


@pytest.fixture
def objects():
    return FakeObjects(BUCKET)


def pushed(objects, definition, sequence=1):
    one = release(sequence, definition)
    stored = objects.put_new(BUCKET, object_key("orders", "ORDERS", "Orders", one.digest), canonical(definition))
    return release(sequence, definition, location=location(stored.bucket, stored.key, stored.version_id))


def test_a_release_has_the_definition_that_it_pushed(objects):
    assert read_definition(objects, pushed(objects, MANY[3])) == MANY[3]


def test_a_version_that_is_gone_is_found_where_the_same_bytes_are_stored_again(objects):
    one = pushed(objects, MANY[3])
    key = object_key("orders", "ORDERS", "Orders", one.digest)
    objects.remove(BUCKET, key)
    objects.put_new(BUCKET, key, canonical(MANY[3]))

    assert read_definition(objects, one) == MANY[3]


def test_a_definition_that_is_gone_is_told_with_the_way_out(objects):
    one = pushed(objects, MANY[3])
    objects.remove(BUCKET, object_key("orders", "ORDERS", "Orders", one.digest))

    with pytest.raises(UsageError, match="the definition of release 1 is gone") as told:
        read_definition(objects, one)
    assert "its commit has the source" in told.value.hint


def test_other_bytes_in_its_place_are_refused(objects):
    stored = objects.put(BUCKET, "own.json", canonical(MANY[4]))
    one = release(1, MANY[3], location=location(BUCKET, "own.json", stored.version_id))

    with pytest.raises(Refused, match="is not what release 1 pushed"):
        read_definition(objects, one)


def reads(objects):
    return sum(call[0] == "get" for call in objects.calls)


def test_definitions_come_in_order_and_are_read_once(objects):
    releases = [pushed(objects, definition, number) for number, definition in enumerate(MANY, 1)]
    definitions = Definitions(objects, releases)

    assert list(definitions) == MANY
    assert list(definitions) == MANY
    assert reads(objects) == len(MANY)


def test_definitions_are_read_only_a_few_ahead(objects):
    releases = [pushed(objects, definition, number) for number, definition in enumerate(MANY, 1)]
    definitions = Definitions(objects, releases)

    assert list(itertools.islice(definitions, 2)) == MANY[:2]
    assert reads(objects) < len(MANY) / 2
    assert list(definitions) == MANY


def test_definitions_end_before_the_one_that_is_gone(objects):
    releases = [pushed(objects, definition, number) for number, definition in enumerate(MANY[:5], 1)]
    objects.remove(BUCKET, object_key("orders", "ORDERS", "Orders", releases[2].digest))
    definitions = Definitions(objects, releases)

    assert list(definitions) == MANY[:2]
    assert list(definitions) == MANY[:2]
    assert "the definition of release 3 is gone" in str(definitions.missing)


def test_a_cloud_that_does_not_answer_is_no_end_of_history(objects):
    definitions = Definitions(objects, [pushed(objects, MANY[0])])
    objects.fail("get", CloudUnavailable("denied"))

    with pytest.raises(CloudUnavailable):
        list(definitions)
