"""How a person names a release."""

from __future__ import annotations

import pytest

from tests.unit.releases.records import release
from workflow_updater.errors import UsageError
from workflow_updater.releases.named import is_name, release_named

A, B, C = ({"Comment": letter} for letter in "ABC")
RECORDS = (
    release(1234, C, commit="9" * 40),
    release(12, C, commit="1234" + "a" * 36),
    release(4, A, commit="beef" + "1" * 36),
    release(3, B, commit="beef" + "2" * 36),
    release(2, B, commit="cafe" + "2" * 36, outcome="failed"),
    release(1, A, commit=""),
)


def named(text, running=RECORDS[0]):
    return release_named(RECORDS, text, running=running).sequence


@pytest.mark.parametrize(
    ("text", "sequence"),
    [
        ("3", 3),
        ("#3", 3),
        ("0003", 3),
        ("2", 2),
        ("-1", 4),
        ("-3", 1),
        ("beef1", 4),
        ("beef" + "2" * 36, 3),
        (RECORDS[2].digest, 4),
        (RECORDS[2].digest[:6], 4),
        (f"sha256:{RECORDS[2].digest[:4]}", 4),
        ("1234", 1234),
        ("1234a", 12),
    ],
)
def test_a_release_is_named(text, sequence):
    assert named(text) == sequence


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "an empty word names no release"),
        ("bee", "bee names no release"),
        ("v1.2", "v1.2 names no release"),
        ("-0", "there is no release 0 steps back: the records lead 3 steps back"),
        ("-9", "there is no release 9 steps back: the records lead 3 steps back"),
        ("5", "there is no release 5"),
        ("cafe", "there is no release cafe"),
        ("sha256:beef", "there is no release sha256:beef"),
        ("beef", "beef can be several releases: #4 (commit beef11111111, sha256:"),
    ],
)
def test_what_names_no_release_is_told(text, complaint):
    with pytest.raises(UsageError) as told:
        named(text)

    assert told.value.message.startswith(complaint)
    assert told.value.hint


def test_a_number_that_is_a_commit_too_is_not_guessed():
    records = (release(1234, A), release(12, B, commit="1234" + "a" * 36))

    with pytest.raises(UsageError, match="1234 can be several releases"):
        release_named(records, "1234", running=None)
    assert release_named(records, "#1234", running=None).sequence == 1234


def test_one_definition_pushed_again_and_again_is_its_newest_release():
    assert named("sha256:" + RECORDS[0].digest[:8]) == 1234


def test_a_commit_names_no_release_that_only_went_back_to_it():
    records = (release(3, A, commit="a" * 40, restores=1), release(2, B), release(1, A, commit="a" * 40))

    assert release_named(records, "aaaa", running=records[0]).sequence == 1
    assert release_named(records, "3", running=records[0]).sequence == 3


def test_steps_count_from_what_runs():
    assert (named("-1", running=RECORDS[3]), named("-1", running=None)) == (1, 12)


def test_without_releases_there_is_no_step_back():
    with pytest.raises(UsageError, match="the records lead no further back"):
        release_named((), "-1", running=None)


@pytest.mark.parametrize("text", ["7", "-1", "#7", "beef", "sha256:beef"])
def test_forms_are_told_from_git_revisions(text):
    assert is_name(text)
    assert not is_name(f"{text}/definition.asl.json")
