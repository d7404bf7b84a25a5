"""Patterns of IAM against texts and against each other."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_updater.core.permissions.wildcards import covers, overlaps

PATTERNS = st.text("ab*?", max_size=8)
TEXTS = st.text("ab", max_size=8)


def matches(pattern: str, text: str) -> bool:
    """The oracle: the same pattern as a regular expression."""
    expression = "".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


@given(PATTERNS, TEXTS)
def test_a_pattern_covers_the_texts_that_it_matches(pattern: str, text: str) -> None:
    assert covers(pattern, text) == matches(pattern, text)


@given(PATTERNS, TEXTS)
def test_a_pattern_overlaps_with_the_texts_that_it_matches(pattern: str, text: str) -> None:
    assert overlaps(pattern, text) == overlaps(text, pattern) == matches(pattern, text)


@given(PATTERNS, PATTERNS, TEXTS)
def test_patterns_that_match_the_same_text_overlap(one: str, other: str, text: str) -> None:
    if matches(one, text) and matches(other, text):
        assert overlaps(one, other)


@given(PATTERNS, PATTERNS, TEXTS)
def test_what_a_pattern_covers_matches_no_text_that_it_does_not(one: str, other: str, text: str) -> None:
    if covers(one, other) and matches(other, text):
        assert matches(one, text)


@given(st.text("a*?", max_size=5), st.text("a*?", max_size=5))
def test_patterns_overlap_only_where_a_text_shows_it(one: str, other: str) -> None:
    both = [length for length in range(12) if matches(one, "a" * length) and matches(other, "a" * length)]

    assert overlaps(one, other) == bool(both)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("arn:aws:s3:::orders/*", "arn:aws:s3:::orders/*", True),
        ("arn:aws:s3:::orders/*", "arn:aws:s3:::orders/in/*", True),
        ("arn:aws:s3:::orders/in/*", "arn:aws:s3:::orders/*", False),
        ("arn:aws:lambda:*:*:function:price", "arn:aws:lambda:*:*:function:price", True),
        ("arn:aws:lambda:eu-central-1:*:function:price", "arn:aws:lambda:*:*:function:price", False),
    ],
)
def test_a_need_with_a_wildcard_is_covered_only_as_a_whole(pattern: str, text: str, *, expected: bool) -> None:
    assert covers(pattern, text) is expected


def test_short_patterns_overlap_just_when_a_text_is_matched_by_both() -> None:
    patterns = ["".join(one) for length in range(4) for one in product("ab*?", repeat=length)]
    texts = ["".join(one) for length in range(6) for one in product("ab", repeat=length)]
    matched = {pattern: {text for text in texts if matches(pattern, text)} for pattern in patterns}

    wrong = [
        pair for pair in product(patterns, repeat=2) if overlaps(*pair) != bool(matched[pair[0]] & matched[pair[1]])
    ]

    assert wrong == []
