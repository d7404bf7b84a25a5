"""Test files: their forms, and what is told about each fault in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.core.json_values import json_values
from tests.unit.workflow_tests.orders import ORDERS, cases, read
from workflow_updater.core.definition.document import Document, Place
from workflow_updater.workflow_tests.model import UNSET, Case, Expected, ExpectedCall, ExpectedCalls, Mock, Reply
from workflow_updater.workflow_tests.outline import outline
from workflow_updater.workflow_tests.reading import read_cases

KEYS = ("name", "input", "context", "substitutions", "mocks", "expect", "cases", "Load", "Reserve", "result", "error")


def told(text: str) -> list[str]:
    return [f"{one.line}:{one.column} {one.rule} {one.message}" for one in read(text)[1]]


def test_a_case_with_a_name_is_enough() -> None:
    assert (Case("smallest", "cases.yaml", 1, 3, input={}, expected=Expected()),) == cases("- name: smallest")


def test_what_holds_for_all_cases_is_laid_below_each() -> None:
    text = """
substitutions: {A: 1, B: 2}
context: {Execution: {Name: shared}}
mocks: {Load: {result: 1}}
cases:
  - name: first
  - name: second
    substitutions: {B: 3}
    mocks: {Load: {error: Own}}
"""
    first, second = cases(text)

    assert ({"A": 1, "B": 2}, {"Execution": {"Name": "shared"}}) == (first.substitutions, first.context)
    assert {"A": 1, "B": 3} == second.substitutions
    assert Mock((Reply(result=1),), always=True) == first.mocks["Load"]
    assert Mock((Reply(error="Own"),), always=True) == second.mocks["Load"]


def test_a_mock_is_one_answer_a_list_of_them_or_numbered() -> None:
    text = """
- name: mocks
  mocks:
    Load: {result: null, takes: 2.5, heartbeats: [1, 2]}
    Reserve: [{error: Busy, cause: why}, {no_answer: true}]
    Items[1].Reserve: {"0-1": {error: Busy}, "2": {result: 3}}
"""
    mocks = cases(text)[0].mocks

    assert Mock((Reply(takes=2.5, heartbeats=(1, 2)),), always=True) == mocks["Load"]
    assert Mock((Reply(error="Busy", cause="why"), Reply(never=True))) == mocks["Reserve"]
    assert Mock((Reply(error="Busy"), Reply(error="Busy"), Reply(result=3))) == mocks["Items[1].Reserve"]


def test_everything_that_can_be_expected_is_read() -> None:
    text = """
- name: all of it
  expect:
    output: null
    output_contains: {a: 1}
    path: [Load, Items]
    path_contains: [Items]
    nested: {"Items[0]": [Reserve]}
    calls: {Load: 1, Reserve: {times: 2, called_with: 1}, "Items[0].Reserve": [{called_with_contains: {}}, {}]}
    elapsed: 1.5
"""
    expected = cases(text)[0].expected

    assert expected == Expected(
        output=None,
        output_contains={"a": 1},
        path=("Load", "Items"),
        path_contains=("Items",),
        nested={"Items[0]": ("Reserve",)},
        calls={
            "Load": ExpectedCalls(times=1),
            "Reserve": ExpectedCalls(times=2, each=ExpectedCall(called_with=1)),
            "Items[0].Reserve": ExpectedCalls(
                times=2, one_by_one=(ExpectedCall(called_with_contains={}), ExpectedCall())
            ),
        },
        elapsed=1.5,
    )


@pytest.mark.parametrize(
    ("expect", "status"),
    [
        ("{}", "SUCCEEDED"),
        ("{error: E}", "FAILED"),
        ("{cause_contains: c}", "FAILED"),
        ("{status: TIMED_OUT}", "TIMED_OUT"),
    ],
)
def test_the_status_follows_from_what_is_expected(expect: str, status: str) -> None:
    expected = cases(f"[{{name: a, expect: {expect}}}]")[0].expected

    assert expected is not None
    assert (status, UNSET) == (expected.status, expected.output)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{}", "1:1 T101 a test file is a list of cases, or an object whose `cases` is one"),
        ("[]", "1:1 T101 a test file is a list of cases, or an object whose `cases` is one"),
        ("{cases: [{name: a}], mock: {}}", "1:22 T101 there is no key mock"),
        ("{cases: [{name: a}], workflow: 1}", "1:22 T101 workflow must be a text"),
        ("[1]", "1:2 T101 a case is an object"),
        ("[{input: 1}]", "1:2 T101 a case needs a name: a text"),
        ("[{name: a}, {name: a}]", "1:14 T101 case 1 has the same name"),
        ("[{name: a, outputs: 1}]", "1:12 T101 there is no key outputs"),
        ("[{name: a, context: []}]", "1:12 T101 context must be an object"),
        ("[{name: a, mocks: []}]", "1:12 T101 mocks is an object: what each state answers"),
        ("[{name: a, mocks: {Lod: {result: 1}}}]", "1:20 T102 there is no state Lod"),
        ("[{name: a, mocks: {'Items[x].Reserve': {result: 1}}}]", "1:20 T102 there is no state Items[x].Reserve"),
        ("[{name: a, mocks: {'Load[0].Reserve': {result: 1}}}]", "1:20 T102 there is no state Load[0].Reserve"),
        (
            "[{name: a, mocks: {Done: {result: 1}}}]",
            "1:20 T102 Done is a Pass state: it calls nothing that could be mocked",
        ),
        (
            "[{name: a, mocks: {Items: {result: 1}}}]",
            "1:20 T102 Items is a Map without ItemReader: it calls nothing that could be mocked",
        ),
        ("[{name: a, mocks: {Load: []}}]", "1:20 T101 the list is empty"),
        ("[{name: a, mocks: {Load: 7}}]", "1:20 T101 an answer is an object"),
        (
            "[{name: a, mocks: {Load: {}}}]",
            "1:20 T101 an answer has one of result, error and no_answer; this has neither",
        ),
        ("[{name: a, mocks: {Load: {result: 1, cause: c}}}]", "1:38 T101 a cause belongs to an error"),
        ("[{name: a, mocks: {Load: {result: 1, delay: 2}}}]", "1:38 T101 there is no key delay"),
        ("[{name: a, mocks: {Load: {error: 1}}}]", "1:27 T101 error must be a text"),
        ("[{name: a, mocks: {Load: {no_answer: false}}}]", "1:27 T101 no_answer must be true"),
        ("[{name: a, mocks: {Load: {result: 1, takes: -1}}}]", "1:38 T101 takes must not be negative"),
        ("[{name: a, mocks: {Load: {result: 1, takes: true}}}]", "1:38 T101 takes must be a number of seconds"),
        (
            "[{name: a, mocks: {Load: {result: 1, heartbeats: [a]}}}]",
            "1:38 T101 heartbeats must be a list of seconds after the call",
        ),
        ("[{name: a, mocks: {Load: {'1': {result: 1}}}}]", "1:20 T101 there is no answer for call 0"),
        ("[{name: a, mocks: {Load: {'1-0': {result: 1}}}}]", "1:27 T101 1-0 is no range of calls"),
        ("[{name: a, mocks: {Load: {'0-99999999': {result: 1}}}}]", "1:27 T101 0-99999999 is no range of calls"),
        (
            "[{name: a, mocks: {Load: {'0-1': {result: 1}, '1': {result: 2}}}}]",
            "1:47 T101 another answer is for a call in 1 too",
        ),
        ("[{name: a, expect: 1}]", "1:12 T101 expect is an object"),
        ("[{name: a, expect: {status: OK}}]", "1:21 T101 there is no status OK"),
        (
            "[{name: a, expect: {status: SUCCEEDED, error: E}}]",
            "1:21 T101 an execution that ends SUCCEEDED has neither error nor cause",
        ),
        ("[{name: a, expect: {error: E, output: 1}}]", "1:12 T101 an execution that ends FAILED has no output"),
        ("[{name: a, expect: {path: Load}}]", "1:21 T101 path must be a list of states"),
        ("[{name: a, expect: {path: [Load, Lod]}}]", "1:34 T102 there is no state Lod"),
        ("[{name: a, expect: {nested: {'Item[0]': [Few]}}}]", "1:30 T102 there is no branch or item Item[0]"),
        ("[{name: a, expect: {calls: {Lod: 1}}}]", "1:29 T102 there is no state Lod"),
        (
            "[{name: a, expect: {calls: {Load: -1}}}]",
            "1:29 T101 calls of a state are a number, an object, or a list of objects",
        ),
        ("[{name: a, expect: {calls: {Load: {times: x}}}}]", "1:36 T101 times must be a number"),
        ("[{name: a, expect: {calls: {Load: [1]}}}]", "1:36 T101 a call is an object"),
        ("[{name: a, expect: {elapsed: soon}}]", "1:21 T101 elapsed must be a number of seconds"),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, fault: str) -> None:
    assert [fault] == told(text)


def test_all_faults_are_told_at_once_with_what_was_meant() -> None:
    _, findings = read("[{nam: a, mocks: {Lod: {result: 1}}}]")

    assert ["say what it shows", "did you mean name?", "did you mean Load?"] == [one.hint for one in findings]


def _files() -> st.SearchStrategy[object]:
    leaves = json_values() | st.sampled_from(KEYS)
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
        max_leaves=25,
    )


@settings(deadline=None)  # the machine may be busy
@given(_files())
def test_whatever_a_file_holds_it_is_read_or_refused(value: object) -> None:
    cases, faults = read_cases(Document(value, "yaml", lambda pointer: Place(1, 1)), "cases.yaml", outline(ORDERS))

    assert cases or faults
