"""Intrinsic functions: syntax, names, and how many arguments they take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.intrinsics import ARITY, Argument, Call, Intrinsic, parse_intrinsic
from workflow_updater.core.definition.expressions.jsonpath import JsonPath

VALID = [
    "States.UUID()",
    " States.UUID( ) ",
    "States.Array()",
    "States.Array('Foo', 2020, $.someJson, null, true, -1.5e3)",
    "States.Format('Welcome to {} {}\\'s playlist.', $.firstName, $.lastName)",
    "States.Format('\\{{}\\} \\\\ \\\"', $.a)",
    "States.StringSplit('Hello\nWorld', '\n')",
    "States.MathAdd(States.ArrayLength($$.Execution.Input.machines),-1)",
    "States.ArrayGetItem($.Outputs[?(@.Key == FizzBuzz)].Value, 0)",
    "States.Format('{}_{}',$$.Execution.Name,$['test-batch']['batch_id'])",
    'States.JsonMerge(States.StringToJson(\'{"a": "false"}\'), $x.y, false)',
    "States.Hash($.Data, $.Algorithm)",
    "States.ArrayContains($.a.list.length(), 5)",
]
REFUSED = {
    "States.Format('{}', $.a": ("a comma or a closing parenthesis is missing", 23),
    "States.Format('{}' $.a)": ("a comma or a closing parenthesis is missing", 19),
    "States.Format('it's')": ("a comma or a closing parenthesis is missing", 18),
    "States.Format('{}": ("the text is not closed; a quote inside it is written as \\'", 14),
    'States.Format("{}", $.a)': (
        "an argument is a path, a 'text', a number, true, false, null or a States.… call",
        14,
    ),
    "States.Array(1,)": ("an argument is a path, a 'text', a number, true, false, null or a States.… call", 15),
    "States.Array(,1)": ("an argument is a path, a 'text', a number, true, false, null or a States.… call", 13),
    "States.Array($.)": ('")" cannot stand here', 15),
    "States.Array($[x])": ("in brackets stands a quoted name, an index, a slice, * or a filter", 14),
    "States.UUID": ("an intrinsic function is called as States.Name(…)", 0),
    "States.UUID() + 1": ("something follows the last parenthesis", 14),
    "States.UUID())": ("something follows the last parenthesis", 13),
    "States.Fromat('{}')": ("there is no intrinsic function States.Fromat", 0),
    "States.Array(States.Uuid())": ("there is no intrinsic function States.Uuid", 13),
    "States.UUID(1)": ("States.UUID takes no argument, not 1", 0),
    "States.Format()": ("States.Format takes at least 1 argument, not 0", 0),
    "States.ArrayLength()": ("States.ArrayLength takes 1 argument, not 0", 0),
    "States.MathAdd(1)": ("States.MathAdd takes 2 arguments, not 1", 0),
    "States.MathRandom(1, 2, 3, 4)": ("States.MathRandom takes 2 or 3 arguments, not 4", 0),
    "States.MathAdd(1,'-1')": ("argument 2 of States.MathAdd is a number, not a text", 0),
}


@pytest.mark.parametrize("text", VALID)
def test_what_aws_takes_is_read(text: str):
    assert isinstance(parse_intrinsic(text), Intrinsic)


@pytest.mark.parametrize("text", REFUSED)
def test_a_bad_call_is_refused_with_the_place(text: str):
    assert parse_intrinsic(text) == Fault(*REFUSED[text])


def test_calls_and_paths_are_told_inner_ones_first():
    found = parse_intrinsic("States.Format('{}', States.ArrayLength($x.y), $.z)")

    assert found == Intrinsic(
        calls=(
            Call("ArrayLength", 20, (Argument("path", "$x.y"),)),
            Call("Format", 0, (Argument("text", "'{}'"), Argument("call", "ArrayLength"), Argument("path", "$.z"))),
        ),
        paths=(JsonPath("$x", ("y",), is_reference=True), JsonPath("$", ("z",), is_reference=True)),
    )


@pytest.mark.parametrize("name", ARITY)
def test_every_function_is_taken_with_its_fewest_arguments_and_not_with_fewer(name: str):
    fewest, most = ARITY[name]

    assert isinstance(parse_intrinsic(f"States.{name}({', '.join(['$.a'] * fewest)})"), Intrinsic)
    for wrong in {fewest - 1, most + 1} - {-1}:
        if wrong < 100:
            assert isinstance(parse_intrinsic(f"States.{name}({', '.join(['$.a'] * wrong)})"), Fault)


@given(st.text(alphabet="States.UIDArry(),'\\$[]?1 ") | st.text())
def test_any_text_is_a_call_or_a_fault_in_it(text: str):
    for tried in (text, f"States.Array({text}", f"States.Array('{text}')"):
        found = parse_intrinsic(tried)

        assert isinstance(found, Intrinsic) or 0 <= found.offset <= len(tried)


@pytest.mark.parametrize("piece", ["States.Array(", "'", "\\'", "$[?(", "1,", "$.a,", "(", "$[?('\\'", "States.", " "])
def test_a_hundred_kilobytes_are_read_at_once(piece: str):
    """Quadratic time would be minutes here, and recursion a crash."""
    for text in ("States.Array(" + piece * (100_000 // len(piece)), "States.Array('" + piece * (100_000 // len(piece))):
        assert parse_intrinsic(text) is not None


def test_calls_may_be_nested_without_end():
    assert isinstance(parse_intrinsic("States.Array(" * 5000 + ")" * 5000), Intrinsic)


@pytest.mark.parametrize(
    "text",
    [
        *("States.ArrayRange(1, 9, 2)", "States.ArrayPartition($.a, 4)", "States.ArrayGetItem($.a, 0)"),
        *(
            "States.MathRandom(1, 9)",
            "States.MathRandom(1, 9, $.seed)",
            "States.MathAdd(1, -1)",
            "States.MathAdd($.a, $.b)",
        ),
        *("States.JsonMerge($.a, $.b, false)", "States.Hash('a', 'SHA-1')", "States.StringSplit('a,b', ',')"),
    ],
)
def test_a_call_with_all_its_arguments_is_read(text: str):
    assert isinstance(parse_intrinsic(text), Intrinsic)


@pytest.mark.parametrize(
    "text",
    [
        *("States.ArrayRange('1', 9, 2)", "States.ArrayRange(1, '9', 2)", "States.ArrayRange(1, 9, '2')"),
        *("States.ArrayRange(1, 9)", "States.ArrayRange(1, 9, 2, 3)", "States.MathRandom(1, 9, 2, 3)"),
        *("States.MathAdd('1', 1)", "States.MathAdd(1, '1')", "States.MathRandom('1', 9)", "States.MathRandom(1, '9')"),
        *("States.ArrayPartition($.a, '4')", "States.ArrayGetItem($.a, '0')", "States.UUID(1)"),
    ],
)
def test_a_text_for_a_number_and_an_argument_too_many_are_refused(text: str):
    assert isinstance(parse_intrinsic(text), Fault)
