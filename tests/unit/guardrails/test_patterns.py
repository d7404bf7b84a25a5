"""What a pattern matches, above all where a placeholder stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_updater.core.guardrails.patterns import admitted, matches


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("orders", "orders", True),
        ("orders", "orders-2", False),
        ("orders-*", "orders-", True),
        ("*-orders", "my-orders", True),
        ("a*a", "a", False),
        ("a*b*c", "a-b-b-c", True),
        ("${A}", "${A}", True),
        ("${A}", "${B}", False),
        ("${A}*", "${A}:live", True),
        ("${A}*", "${A}${B}", False),
        ("orders-*", "orders-${A}", False),
        ("orders-*", "orders-${a b}", False),
        ("*", "${A}", False),
        ("**", "${A}", False),
        ("*{A}", "${A}", False),
        ("$*", "${A}", False),
        ("*${A}*", "x${A}y", True),
        ("*${A}*", "x${A}y${A}", False),
        ("*${A}", "${A}${A}", False),
    ],
)
def test_a_star_stands_for_anything_but_a_placeholder(pattern, text, expected):
    assert matches(pattern, text) is expected


def test_a_star_alone_admits_whatever_stands_there():
    assert admitted(["*"], "${A}")
    assert not admitted([], "orders")


@given(st.text("ab*", max_size=8), st.text("ab", max_size=10))
def test_without_placeholders_it_is_what_a_regular_expression_says(pattern, text):
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None

    assert matches(pattern, text) is expected


PIECES = st.lists(st.sampled_from(["a", "b", "${A}", "${B}"]), max_size=6)


@given(st.lists(st.sampled_from(["a", "b", "*", "${A}", "${B}"]), max_size=6), PIECES)
def test_with_placeholders_it_is_what_a_search_of_all_ways_says(pattern, text):
    def reaches(left: list[str], rest: list[str]) -> bool:
        if not left:
            return not rest
        if left[0] == "*":
            return reaches(left[1:], rest) or bool(rest and "$" not in rest[0] and reaches(left, rest[1:]))
        return bool(rest) and left[0] == rest[0] and reaches(left[1:], rest[1:])

    assert matches("".join(pattern), "".join(text)) is reaches(pattern, text)
