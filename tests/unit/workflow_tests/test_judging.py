"""Verdicts: what is told when an execution is not as expected."""

from __future__ import annotations

import pytest

from tests.unit.workflow_tests.orders import RESERVE, failures, results
from workflow_updater.workflow_tests.differing import differences

TAKEN = "  taken: Load → Items → Done"


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"output": ["few", "few"]},
        {"output_contains": ["few", "few"]},
        {"path": ["Load", "Items", "Done"]},
        {"path_contains": ["Load", "Done"]},
        {"nested": {"Items[0]": ["Reserve", "Enough", "Few"], "Items[1]": ["Reserve", "Enough", "Few"]}},
        {"calls": {"Load": 1, "Reserve": 2, "Items[1].Reserve": 1, "Items[2].Reserve": 0}},
        {"calls": {"Reserve": {"called_with_contains": {"FunctionName": "reserve"}}}},
        {"calls": {"Items[1].Reserve": {"called_with": {"FunctionName": "reserve", "Payload": 2}}}},
        {"calls": {"Reserve": [{"called_with_contains": {"Payload": 1}}, {"called_with_contains": {"Payload": 2}}]}},
        {"elapsed": 0},
    ],
)
def test_what_is_as_expected_passes(expect: dict[str, object]) -> None:
    assert [] == failures(expect=expect)


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ({"status": "TIMED_OUT"}, ["status: expected TIMED_OUT, got SUCCEEDED"]),
        ({"output": ["few"]}, ['output: at /: expected 1 items, got 2: ["few", "few"]']),
        ({"output": ["many", "few"]}, ['output: at /0: expected "many", got "few"']),
        (
            {"path": ["Load", "Items", "Sorry"]},
            ["path: at step 3 expected Sorry, got Done: Load → Items → ?", TAKEN],
        ),
        ({"path": ["Load"]}, ["path: at step 2 expected the end, got Items: Load → ?", TAKEN]),
        (
            {"path_contains": ["Done", "Load"]},
            ["path: expected Done … Load, but Load does not come: Load → Items → Done"],
        ),
        (
            {"nested": {"Items[0]": ["Reserve", "Enough", "Many"]}},
            [
                "path in Items[0]: at step 3 expected Many, got Few: Reserve → Enough → ?",
                "  taken: Reserve → Enough → Few",
            ],
        ),
        ({"calls": {"Reserve": 3}}, ["calls of Reserve: expected 3, got 2"]),
        ({"calls": {"Items[7].Reserve": {}}}, ["calls of Items[7].Reserve: expected some, got none"]),
        (
            {"calls": {"Reserve": {"called_with_contains": {"Payload": 1}}}},
            ["call 2 of Reserve: at /Payload: expected 1, got 2"],
        ),
        ({"elapsed": 5}, ["elapsed: expected 5 s, got 0 s"]),
    ],
)
def test_what_is_not_as_expected_is_told(expect: dict[str, object], told: list[str]) -> None:
    assert told == failures(expect=expect)


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ({}, ["status: expected SUCCEEDED, got FAILED (Sorry: Gone)"]),
        ({"error": "Sorry", "cause": "Gone"}, []),
        ({"error": "Other"}, ["error: expected Other, got Sorry (Gone)"]),
        ({"error": "Sorry", "cause": "Away"}, ['cause: expected "Away", got "Gone"']),
        ({"cause_contains": "way"}, ['cause: expected to contain "way", got "Gone"']),
    ],
)
def test_a_failure_is_judged_by_its_error_and_cause(expect: dict[str, object], told: list[str]) -> None:
    assert told == failures(mocks={"Reserve": {"error": "Gone", "cause": "away"}}, expect=expect)


def test_the_mock_that_says_most_exactly_where_answers() -> None:
    mocks = {"Items[1].Reserve": [{"error": "Busy"}, {"result": {"Payload": {"n": 2}}}]}

    assert [] == failures(mocks=mocks, expect={"output": ["few", "many"], "elapsed": 2, "calls": {"Reserve": 3}})


def test_a_task_without_a_mock_is_told_with_the_cure() -> None:
    (result,) = results("[{name: a, mocks: {Load: {result: {items: [1]}}}}]")

    assert [
        "state Reserve in Items[0] is called but not mocked",
        "→ say what arn:aws:states:::lambda:invoke answers: mocks: {Reserve: {result: …}}",
        "  taken: Load → Items",
    ] == list(result.failures)


def test_one_call_too_many_is_told() -> None:
    told = failures(mocks={"Reserve": [{"error": "Busy"}]})

    assert "state Reserve in Items[0] is called 2 times, but mocked for 1 only" == told[0]


def test_placeholders_without_a_value_are_named_when_they_may_be_why() -> None:
    definition = {
        "StartAt": "Load",
        "States": {
            "Load": {"Type": "Pass", "Parameters": {"n.$": "States.StringToJson('${Limit}')"}, "Next": "Items"},
            "Items": {"Type": "Wait", "SecondsPath": "$.n", "End": True},
        },
    }
    (without,) = results("[{name: a}]", definition)
    (given,) = results("[{name: a, substitutions: {Limit: 60}, expect: {elapsed: 60}}]", definition)

    assert "→ placeholders without a value: Limit; `substitutions` gives them one" == without.failures[-1]
    assert () == given.failures


def test_substitutions_that_break_the_definition_are_told() -> None:
    (result,) = results("""[{name: a, substitutions: {LoadArn: 'a "quoted" text'}}]""")

    assert result.failures[0].startswith("substitutions: with them the definition is no JSON any more")


def test_what_the_interpreter_does_not_know_is_named() -> None:
    processor = {**RESERVE, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    each = {"Type": "Map", "ItemBatcher": {"MaxItemsPerBatch": 5}, "ItemProcessor": processor, "End": True}
    (result,) = results("[{name: a}]", {"StartAt": "Each", "States": {"Each": each}})

    assert "state Each has ItemBatcher, which the interpreter does not know" == result.failures[0]


@pytest.mark.parametrize(
    ("expected", "got", "partial", "told"),
    [
        (1, 1.0, False, []),
        (True, 1, False, ["at /: expected true, got 1"]),
        (None, {}, False, ["at /: expected null, got {}"]),
        ({"a": 1}, {"a": 1, "b": 2}, True, []),
        ({"a": 1}, {"a": 1, "b": 2}, False, ["at /b: expected nothing, got 2"]),
        ({"a": {"b": 1}}, {"a": {}}, True, ["at /a/b: expected 1, got nothing"]),
        ([{"a": 1}], [{"a": 1, "b": 2}], True, []),
        ([1], [1, 2], True, ["at /: expected 1 items, got 2: [1, 2]"]),
    ],
)
def test_values_differ_as_json(expected: object, got: object, partial: object, told: list[str]) -> None:
    assert told == differences(expected, got, partial=bool(partial))


def test_long_values_and_many_differences_are_cut_short() -> None:
    lines = differences(list(range(100)), [str(n) * 300 for n in range(100)])

    assert (9, "… and more") == (len(lines), lines[-1])
    assert "(302 characters)" in lines[0]
