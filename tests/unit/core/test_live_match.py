"""The same definition to the letter, or the same once the placeholders are filled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workflow_updater.core.change.live_match import matches, same


@pytest.mark.parametrize(
    ("pushed", "live"),
    [
        ({"A": 1, "B": 2}, {"B": 2, "A": 1.0}),
        ({"A": "${X}"}, {"A": "anything"}),
        ({"A": "${X}"}, {"A": ""}),
        ({"A": "arn:${X}:${Y}"}, {"A": "arn:aws:1"}),
        ({"${X}": 1, "B": 2}, {"b": 1, "B": 2}),
        ([None, True, [1]], [None, True, [1]]),
    ],
)
def test_placeholders_stand_for_any_text(pushed: Any, live: Any):
    assert matches(json.dumps(pushed), json.dumps(live))


@pytest.mark.parametrize(
    ("pushed", "live"),
    [
        ({"A": 1}, {"A": 2}),
        ({"A": 1}, {"A": True}),
        ({"A": True}, {"A": 1}),
        ({"A": None}, {"A": False}),
        ({"A": 1}, {"A": 1, "B": 2}),
        ({"A": 1, "B": 2}, {"A": 1}),
        ({"A": "${X}"}, {"A": 1}),
        ({"A": "${X}!"}, {"A": "anything"}),
        ({"${X}": 1}, {"B": 2}),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ([], {}),
        ("a", "b"),
    ],
)
def test_anything_else_has_to_be_the_same(pushed: Any, live: Any):
    assert not matches(json.dumps(pushed), json.dumps(live))


@pytest.mark.parametrize("text", ["", "{", "{}{}", '{"A":1,"A":1}', "NaN"])
def test_what_is_no_json_is_the_same_as_nothing(text: str):
    assert not matches(text, text)
    assert not same(text, text)


def test_blanks_and_escapes_are_no_difference_to_the_letter():
    assert same('{"A": "\\u007b\\u00e9"}', '{"A":"{é"}')


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"A":"${X}"}', '{"A":"x"}'),
        ('{"A":1}', '{"A":true}'),
        ('{"A":1}', '{"A":1.0}'),
        ('{"A":1,"B":2}', '{"B":2,"A":1}'),
        ('{"A":1}', '{"A":2,"A":1}'),
        ('{"A":1}', '{"A":1,"A":1}'),
    ],
)
def test_everything_else_is_a_difference_to_the_letter(one: str, other: str):
    assert not same(one, other)
    assert not same(other, one)
