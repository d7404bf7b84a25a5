"""What a change set's Description says of the release: read back whatever a commit says."""

from __future__ import annotations

import json

import pytest
from botocore.session import Session
from hypothesis import given
from hypothesis import strategies as st

from workflow_updater.core.release import Provenance, clipped
from workflow_updater.core.release_note import DESCRIPTION_MAX_CHARACTERS, ReleaseNote, description_of, read_description

NOTE = ReleaseNote(
    kind="push",
    resource="Orders",
    digest="a" * 64,
    parent_digest="b" * 64,
    provenance=Provenance("c" * 40, True, "Ada <ada@example.org>", 'say "}" and \\ and {"release": 1}'),
    description="ticket 12",
)


def test_a_description_is_read_back() -> None:
    assert read_description(description_of(NOTE)) == NOTE


def test_a_push_restores_nothing() -> None:
    read = read_description(description_of(NOTE))

    assert read is not None
    assert (read.restores, read.kind) == (0, "push")


def test_the_limit_is_that_of_aws() -> None:
    model = Session().get_service_model("cloudformation")

    assert model.shape_for("Description").metadata["max"] == DESCRIPTION_MAX_CHARACTERS


@given(
    st.text(st.characters(), max_size=2_000),
    st.text(st.characters(), max_size=2_000),
    st.text(st.characters(), max_size=2_000),
    st.sampled_from(["", "c" * 40, "d" * 64]),
)
def test_whatever_a_commit_says_the_description_fits_and_is_read_back(
    author: str, subject: str, description: str, commit: str
) -> None:
    note = ReleaseNote(
        "rollback", "R" * 255, "a" * 64, "b" * 64, Provenance(commit, False, author, subject), description, 99_999_999
    )

    text = description_of(note)
    read = read_description(text)

    assert text.isascii()
    assert text.isprintable()
    assert len(text) <= DESCRIPTION_MAX_CHARACTERS
    assert read is not None
    assert (read.kind, read.resource, read.digest, read.parent_digest, read.restores) == (
        note.kind,
        note.resource,
        note.digest,
        note.parent_digest,
        note.restores,
    )
    assert read.provenance.commit == commit
    assert read.provenance.subject == clipped(subject, len(read.provenance.subject))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "release of the day",
        "1",
        "[]",
        "{}",
        "[" * 1_000,
        json.dumps({**json.loads(description_of(NOTE)), "release": 2}),
        json.dumps({**json.loads(description_of(NOTE)), "commit": "HEAD"}),
        json.dumps({**json.loads(description_of(NOTE)), "dirty": "no"}),
        json.dumps({**json.loads(description_of(NOTE)), "restores": True}),
        json.dumps({**json.loads(description_of(NOTE)), "author": None}),
        json.dumps({**json.loads(description_of(NOTE)), "subject": "\ud800"}),
        description_of(NOTE) + " " * 1_024,
    ],
)
def test_every_other_description_is_nobodys_release(text: str) -> None:
    assert read_description(text) is None
