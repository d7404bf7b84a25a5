"""The record of a release: what is written is what is read, and nothing else is believed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_updater.core.release import (
    RECORD_MAX_BYTES,
    Release,
    ReleaseFolder,
    ReleaseUnreadable,
    from_json,
    sequence_of,
    to_json,
)

FOLDER = ReleaseFolder("workflows", "orders/", "ORDERS", "Orders")
RELEASE = Release(
    sequence=7,
    kind="push",
    stack="ORDERS",
    resource="Orders",
    state_machine="arn:aws:states:eu-central-1:111122223333:stateMachine:Orders",
    digest="a" * 64,
    location=f"s3://workflows/orders/ORDERS/Orders/{'a' * 64}.asl.json?versionId=v1",
    parent_digest="b" * 64,
    commit="c" * 40,
    dirty=False,
    author="Ada Lovelace <ada@example.org>",
    subject="reserve stock before charging",
    description="",
    change_set="arn:aws:cloudformation:eu-central-1:111122223333:changeSet/workflow-1/2",
    started=datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
    ended=datetime(2026, 11, 21, 8, 0, 4, 250_000, tzinfo=UTC),
    outcome="updated",
)
KEY = FOLDER.key(7)


def _with(**fields: Any) -> bytes:
    return json.dumps({**json.loads(to_json(RELEASE)), **fields}).encode()


def test_a_record_lies_at_a_key_that_sorts_by_its_sequence() -> None:
    assert FOLDER.key(7) == "orders/releases/ORDERS/Orders/00000007.json"
    assert FOLDER._replace(prefix="").key(12_345_678) == "releases/ORDERS/Orders/12345678.json"
    assert [sequence_of(FOLDER.key(one)) for one in (1, 10, 99_999_999)] == [1, 10, 99_999_999]


@pytest.mark.parametrize("name", ["7.json", "00000007.json.bak", "0000000x.json", "notes.txt"])
def test_any_other_key_is_none_of_a_record(name: str) -> None:
    assert sequence_of(FOLDER.path + name) == 0


def test_what_is_written_is_read_again() -> None:
    rolled_back = replace(
        RELEASE, kind="rollback", restores=3, outcome="rolled back", cause="Orders: no\nrights", dirty=True
    )

    assert from_json(to_json(RELEASE), key=KEY) == RELEASE
    assert from_json(to_json(rolled_back), key=KEY) == rolled_back
    assert RELEASE.provenance == ("c" * 40, False, "Ada Lovelace <ada@example.org>", "reserve stock before charging")


def test_a_record_is_ascii_with_times_of_utc() -> None:
    here = replace(
        RELEASE, started=datetime(2026, 11, 21, 9, 0, tzinfo=timezone(timedelta(hours=1))), subject="prüfe ✓"
    )

    assert json.loads(to_json(here).decode("ascii"))["started"] == "2026-11-21T08:00:00.000Z"
    assert from_json(to_json(here), key=KEY) == replace(RELEASE, subject="prüfe ✓")


def test_long_texts_and_half_characters_are_cut_so_that_they_can_be_read() -> None:
    long = replace(
        RELEASE, cause="x" * 10_000, subject="s" * 5_000, author="\udcff" + "🦊" * 3_000, description="d" * 2_000
    )

    read = from_json(to_json(long), key=KEY)

    assert (len(read.cause), len(read.subject), len(read.author), len(read.description)) == (4_000, 1_000, 1_000, 1_024)
    assert read.author.startswith("?🦊")
    assert read.subject.endswith("s…")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b" " * (RECORD_MAX_BYTES + 1), "65537 bytes are more"),
        (b"\xff", "no JSON: 'utf-8'"),
        (b"{", "no JSON: Expecting"),
        (b"[" * 60_000, "no JSON: "),
        (b'{"format": ' + b"9" * 5_000 + b"}", "no JSON: Exceeds the limit"),
        (b"[]", "no JSON object"),
        (b"{}", "format None is not 1"),
        (_with(format=2), "format 2 is not 1: a newer version wrote it"),
        (_with(format=True), "format True is not 1"),
        (_with(sequence=8), "it says that it is release 8 of ORDERS/Orders"),
        (_with(stack="OTHER"), "it says that it is release 7 of OTHER/Orders"),
        (_with(sequence="7"), "sequence is no number from 1 to 99999999"),
        (_with(sequence=True), "sequence is no number"),
        (_with(sequence=0), "sequence is no number"),
        (_with(restores=-1), "restores is no number from 0"),
        (_with(dirty=0), "dirty is not true or false"),
        (_with(kind="pull"), "kind is not what a kind looks like"),
        (_with(outcome="great"), "outcome is not"),
        (_with(commit="HEAD"), "commit is not"),
        (_with(commit="--upload-pack=x"), "commit is not"),
        (_with(digest=""), "digest is not"),
        (_with(change_set=""), "change_set is not"),
        (_with(subject=None), "subject is no text"),
        (_with(subject="x" * 1_001), "subject is not"),
        (_with(author="\ud800"), "author holds half a character"),
        (_with(location="https://example.org/x"), 'location: "https://example.org/x" is not of the form'),
        (_with(started="yesterday"), "started is no time with a zone"),
        (_with(ended="2026-11-21T08:00:00"), "ended is no time with a zone"),
        (_with(ended="0001-01-01T00:00:00+14:00"), "ended is no time"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(ReleaseUnreadable) as refused:
        from_json(content, key=KEY)

    assert why in str(refused.value)


@pytest.mark.parametrize("name", json.loads(to_json(RELEASE)))
def test_no_field_can_be_left_out(name: str) -> None:
    value = json.loads(to_json(RELEASE))
    del value[name]

    with pytest.raises(ReleaseUnreadable):
        from_json(json.dumps(value).encode(), key=KEY)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@given(st.sampled_from(sorted(json.loads(to_json(RELEASE)))), ANY_JSON)
def test_whatever_stands_in_a_field_it_is_read_as_what_it_says_or_refused(name: str, value: Any) -> None:
    try:
        read = from_json(_with(**{name: value}), key=KEY)
    except ReleaseUnreadable:
        return

    assert from_json(to_json(read), key=KEY) == read


@given(st.binary(max_size=200))
def test_whatever_bytes_lie_there_they_are_refused(content: bytes) -> None:
    with pytest.raises(ReleaseUnreadable):
        from_json(content, key=KEY)
