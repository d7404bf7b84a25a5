"""
The JSONata checker says the same as jsonata-python, a port of the reference implementation.

Known differences, all of them expressions that only we take: `%` without a parent to climb to; a regular expression
right after an opening bracket; a comment at the very end; a division right after `function(){…}` and `^(…)`, where the
reference takes the slash the other way round; whatever a function's signature or a regular expression holds.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonata.jexception import JException
from jsonata.parser import Parser

from tests.unit.core.expressions.jsonata_cases import INVALID, VALID
from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.jsonata_parser import parse

WORDS = [
    "a",
    "and",
    "in",
    "`q r`",
    "$x",
    "$states",
    "$",
    "1",
    "-2.5e3",
    '"s"',
    "'t'",
    "true",
    "null",
    "*",
    "**",
    "function",
]
INFIX = [".", "+", "-", "*", "=", "<", ">=", "and", "or", "in", "&", "~>", "?:", "??", ":=", "@", "#", ","]
SCRAPS = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    ":=",
    "?",
    "..",
    "!",
    "~",
    "|",
    "^(",
    "@$v",
    '"',
    "\\",
    " ",
]


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(inner, max_size=3)
    return st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from(INFIX), inner),
        st.builds("{}.{}".format, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}[]".format, inner),
        st.builds("{}?{}:{}".format, inner, inner, inner),
        st.builds("{}?{}".format, inner, inner),
        st.builds("{}^(<{},>{})".format, inner, inner, inner),
        st.builds("{}{{{}:{}}}".format, inner, inner, inner),
        st.builds("$x := {}".format, inner),
        st.builds("{}@$v.{}#$i".format, inner, inner),
        st.builds("-{}".format, inner),
        st.builds("|{}|{},{}|".format, inner, inner, inner),
        st.builds("function($x, $y){{{}}}".format, inner),
        st.builds("$f(?, {})".format, inner),
        st.builds("[{}..{}]".format, inner, inner),
        items.map(lambda parts: f"({';'.join(parts)})"),
        items.map(lambda parts: f"[{','.join(parts)}]"),
        items.map(lambda parts: f"$f({','.join(parts)})"),
        items.map(lambda parts: f"{{{','.join(f'{part}:{part}' for part in parts)}}}"),
    )


EXPRESSIONS = st.recursive(st.sampled_from(WORDS), larger, max_leaves=8)


def oracle_takes(text: str) -> bool:
    try:
        Parser().parse(text)
    except (JException, LookupError):  # it trips over unknown operators, and over what breaks off in an escape
        return False
    return True


def we_take(text: str) -> bool:
    return not isinstance(parse(text), Fault)


@pytest.mark.parametrize("text", [*VALID, *INVALID])
def test_the_hand_written_cases_say_what_the_reference_says(text: str):
    assert we_take(text) == oracle_takes(text)


@given(EXPRESSIONS)
@settings(max_examples=400, derandomize=True, deadline=None)
def test_made_expressions_are_taken_or_refused_as_by_the_reference(text: str):
    assert we_take(text) == oracle_takes(text)


@given(EXPRESSIONS, st.sampled_from(SCRAPS), st.integers(min_value=0), st.integers(0, 1))
@settings(max_examples=400, derandomize=True, deadline=None)
def test_broken_expressions_are_taken_or_refused_as_by_the_reference(text: str, scrap: str, at: int, replaced: int):
    position = at % (len(text) + 1)
    broken = text[:position] + scrap + text[position + replaced :]

    assert we_take(broken) == oracle_takes(broken)


@given(st.text(alphabet="$ab.1([{}])'\"\\`?:;,+-*=<>^&|@#~!\n ") | st.text())
@settings(deadline=None)
def test_any_text_is_taken_or_has_a_fault_inside(text: str):
    found = parse(text)

    assert not isinstance(found, Fault) or 0 <= found.offset <= len(text)
