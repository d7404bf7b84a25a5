"""`--json`: exactly one object on stdout, from every verb, in success and in failure, with the keys of docs/json.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.functional.json_calls import Emitted, every_call
from tests.functional.json_page import check, keys_of, read_page
from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud
from workflow_updater.cli import VERBS

ASKED_FOR = {("validate", 3), ("render", 3), ("hook", 3), ("test", 1)}  # findings and failed tests are no errors
OK = {0, 10}


@pytest.fixture(scope="module")
def emitted(bootstrapped: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Emitted]:
    """What every verb printed."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in bootstrapped.environment().items():
            patch.setenv(name, value)
        return every_call(Account(bootstrapped, tmp_path_factory.mktemp("json")))


def is_error(one: Emitted) -> bool:
    return one.code not in OK and (one.verb, one.code) not in ASKED_FOR


def test_every_verb_is_called_here_well_and_badly(emitted: Sequence[Emitted]):
    well = {one.verb for one in emitted if one.code in OK or (one.verb, one.code) in ASKED_FOR}
    assert set(VERBS) == well
    assert set(VERBS) == {one.verb for one in emitted if is_error(one)}


def test_stdout_is_one_object_and_nothing_else(emitted: Sequence[Emitted]):
    for one in emitted:
        value, end = json.JSONDecoder().raw_decode(one.out)
        assert (dict, "\n") == (type(value), one.out[end:]), one


def test_an_error_always_says_what_the_cure_and_the_exit_code(emitted: Sequence[Emitted]):
    for one in filter(is_error, emitted):
        assert one.value["error"] and isinstance(one.value["hint"], str), one
        assert one.code == one.value["exit_code"], one


def test_only_an_error_has_an_exit_code(emitted: Sequence[Emitted]):
    assert [] == [one for one in emitted if not is_error(one) and "exit_code" in one.value]


def test_every_key_is_documented_with_its_kind(emitted: Sequence[Emitted]):
    page = read_page()

    checked = [list(check(one.value, one.verb, page)) for one in emitted]  # raises for a key that is not there

    assert all(checked), "an object without any key says nothing"


def test_every_documented_key_is_printed_by_some_call(emitted: Sequence[Emitted]):
    page = read_page()
    printed = {found for one in emitted for found in check(one.value, one.verb, page)}

    missing = [(title, path) for title in page for path in keys_of(page, title) if not _printed(title, path, printed)]
    assert [] == missing, "\n".join(map(" ".join, missing))


def _printed(title: str, path: str, printed: set[tuple[str, str]]) -> bool:
    return (title, path) in printed or (title == "deployment" and ("deploy", path) in printed)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"was_running": 1}, "was_running is 1, not true or false"),
        ({"was_running": True, "forgotten": 1}, "forgotten is not documented"),
        ({"pid": True}, "pid is True, not number"),
        ({"endpoint": ["x"]}, "not text"),
        ({"error": "x", "hint": "", "exit_code": 2, "cause": "x"}, "cause is not documented"),
    ],
)
def test_the_comparison_can_fail(value: Any, complaint: str):
    with pytest.raises(AssertionError, match=complaint.replace("[", r"\[")):
        list(check(value, "local", read_page()))
