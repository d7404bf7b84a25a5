"""The JSONata checker against hand-written cases and against what it says of an expression's names."""

from __future__ import annotations

import pytest

from tests.unit.core.expressions.jsonata_cases import INVALID, VALID
from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.jsonata_parser import parse
from workflow_updater.core.definition.expressions.references import References


@pytest.mark.parametrize("text", VALID)
def test_an_expression_is_taken(text: str):
    assert isinstance(parse(text), References)


@pytest.mark.parametrize("text", INVALID)
def test_what_is_no_expression_is_refused_with_the_place(text: str):
    assert parse(text) == Fault(*INVALID[text])


def names(text: str, kind: str) -> list[str]:
    found = parse(text)
    assert isinstance(found, References)
    return [reference.name for reference in getattr(found, kind)]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("states.nothing", "states", []),
        ("$states.nothing", "states", ["nothing"]),
        ("$$(1)", "functions", []),
        ("$(1)", "functions", []),
        ("$f(1)", "functions", ["f"]),
        ("($$ := 1; $)", "variables", []),
    ],
)
def test_a_name_counts_as_what_it_is(text: str, kind: str, expected: list[str]):
    assert names(text, kind) == expected


# What AWS says of each was measured with ValidateStateMachineDefinition:
# https://github.com/floci-io/floci/issues/2670, https://github.com/floci-io/floci/pull/2699
TOP_LEVEL = {
    "phone": ["phone"],
    "phone[0]": ["phone"],
    "phone.number": ["phone"],
    "`my phone`": ["my phone"],
    '"phone".number': ["phone"],
    "aaa + bbb": ["aaa", "bbb"],
    "sum(aaa)": ["sum", "aaa"],
    "{aaa: bbb}": ["aaa", "bbb"],
    "[aaa, bbb]": ["aaa", "bbb"],
    "(aaa; bbb)": ["aaa", "bbb"],
    "aaa ? bbb : ccc": ["aaa", "bbb", "ccc"],
    "$x := aaa": ["aaa"],
    "aaa ~> $sum": ["aaa"],
    "$map($states.input.a, function($x){ b })": ["b"],
    "$": ["$"],
    "$.phone": ["$"],
    "$$": ["$$"],
    "$$.phone": ["$$"],
    "$states.input.phone": [],
    "$states.input.items[phone > 3]": [],
    "$states.input.items[phone > 3].(a; $)": [],
    "$states.input.items.$sum(price)": [],
    "$states.input.items^(>price, name)": [],
    "$states.input.items{name: $sum(price)}": [],
    "$states.input ~> |items|{'a': price}, 'b'|": [],
    "$map($states.input.a, function($x){ $x.phone })": [],
    "$phone": [],
    "'phone'": [],
    "**": [],
}


@pytest.mark.parametrize("text", TOP_LEVEL)
def test_only_what_is_read_of_the_context_is_top_level(text: str):
    assert names(text, "top_level") == TOP_LEVEL[text]


VARIABLES = {
    "$order.id": ["order"],
    "$a + $b[$c = 1].$d": ["a", "b", "c", "d"],
    "$states.input": ["states"],
    "$sum($prices)": ["prices"],
    "$map($list, $string)": ["list", "string"],
    "($e := $x; $e & $y)": ["x", "y"],
    "$map($list, function($v, $i){ $v & $i & $z })": ["list", "z"],
    "$list@$l.name#$i[$i = 0 and $l]": ["list"],
    "$f(?, $a)": ["a"],
}


@pytest.mark.parametrize("text", VARIABLES)
def test_variables_are_those_that_the_expression_does_not_bind_itself(text: str):
    assert names(text, "variables") == VARIABLES[text]


def test_functions_are_told_by_name_unless_the_expression_made_them():
    assert names("($f := function($x){ $x }; $f($eval('1')) & $uuid())", "functions") == ["eval", "uuid"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("$states.input.a & $states.context.b", ["input", "context"]),
        ("$states.result[0].a", ["result"]),
        ("$states.'errorOutput'.Cause", ["errorOutput"]),
        ("$x[a = $states.errorOutput]", ["errorOutput"]),
        ("$states", []),
        ("$x.states.result", []),
        ("$states.$sum(1)", []),
    ],
)
def test_the_fields_of_states_are_told(text: str, fields: list[str]):
    assert names(text, "states") == fields


def test_operators_that_aws_may_not_have_yet_are_told():
    assert names("$a ?? $b ?: $c", "newer") == ["??", "?:"]


def test_places_are_offsets_in_the_text():
    found = parse(" $a + /* b */ c.$states.result ")

    assert isinstance(found, References)
    assert [(at.name, at.offset) for at in found.top_level] == [("c", 14)]
    assert [(at.name, at.offset) for at in found.variables] == [("a", 1), ("states", 16)]


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "[",
        "{",
        "a[",
        "$f(",
        "a.",
        "-",
        "1+",
        "a?",
        "a?b:",
        "$x:=",
        "x^(",
        "{a:",
        "function(){",
        "function()<",
        "|",
    ],
)
def test_a_hundred_kilobytes_of_what_nests_are_read_at_once(piece: str):
    """Quadratic time would be minutes here, and recursion a crash."""
    assert parse(piece * (100_000 // len(piece))) is not None


@pytest.mark.parametrize(
    "piece",
    ["'", '"', "\\", "'\\'", '"\\"', "\\u", '"\\u', "/", "/\\", "\\/", "/(/", "/*", "a/*", "`", " ", "/**/", "$"],
)
def test_a_hundred_kilobytes_of_what_quotes_are_read_at_once(piece: str):
    for prefix in ("", "a ", "/", "'"):
        assert parse(prefix + piece * (100_000 // len(piece))) is not None


def test_brackets_may_be_nested_without_end():
    assert isinstance(parse("(" * 20_000 + "1" + ")" * 20_000), References)
