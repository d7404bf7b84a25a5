"""What changes between two definitions, and whether the live one is the pushed one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from tests.unit.core.json_values import chains
from workflow_updater.core.change.difference import difference
from workflow_updater.core.change.live_match import matches
from workflow_updater.core.content_address import canonical


def machine(start: str = "A", **states: Any) -> dict[str, Any]:
    return {"StartAt": start, "States": states}


PASS = {"Type": "Pass", "End": True}


@given(chains())
def test_equal_definitions_differ_in_nothing(definition: dict[str, Any]):
    assert difference(definition, json.loads(json.dumps(definition, sort_keys=True))) == ()


@given(chains(), chains())
def test_different_definitions_differ_in_something(old: dict[str, Any], new: dict[str, Any]):
    assert bool(difference(old, new)) == (canonical(sorted_keys(old)) != canonical(sorted_keys(new)))


def sorted_keys(value: Any) -> Any:
    return json.loads(json.dumps(value, sort_keys=True))


def test_states_are_added_removed_changed_and_rewired():
    old = machine(A={"Type": "Pass", "Next": "B"}, B=PASS, C={**PASS, "Result": 1}, D=PASS)
    new = {
        **machine(A={"Type": "Pass", "Next": "C"}, B=PASS, C={**PASS, "Result": 2}, E={"Type": "Succeed"}),
        "Version": "1.0",
    }

    assert [(change.path, change.kind, change.lines, change.label) for change in difference(old, new)] == [
        ("", "changed", ('Version: (none) → "1.0"',), ""),
        ("A", "rewired", ('Next: "B" → "C"',), ""),
        ("C", "changed", ("Result: 1 → 2",), ""),
        ("E", "added", (), "Succeed"),
        ("D", "removed", (), "Pass"),
    ]


def test_nested_states_are_named_by_their_way():
    def nested(result: int) -> dict[str, Any]:
        pack = machine("Pack", Pack={**PASS, "Result": result})
        pay = machine("Pay", Pay={**PASS, "Result": result})
        each = {"Type": "Map", "ItemProcessor": {**pack, "ProcessorConfig": {"Mode": "INLINE"}}, "Next": "Both"}
        return machine(
            "Each", Each=each, Both={"Type": "Parallel", "Branches": [machine("X", X=PASS), pay], "End": True}
        )

    assert [(change.path, change.lines) for change in difference(nested(1), nested(2))] == [
        ("Each/Pack", ("Result: 1 → 2",)),
        ("Both[1]/Pay", ("Result: 1 → 2",)),
    ]


def test_settings_of_a_nested_machine_are_told_apart_from_those_of_its_state():
    def each(start: str, mode: str) -> dict[str, Any]:
        processor = {**machine(start, X=PASS, Y=PASS), "ProcessorConfig": {"Mode": mode}}
        return machine("Each", Each={"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": processor, "End": True})

    assert [change.describe for change in difference(each("X", "INLINE"), each("Y", "DISTRIBUTED"))] == [
        (
            "~ Each",
            '    ItemProcessor.StartAt: "X" → "Y"',
            '    ItemProcessor.ProcessorConfig.Mode: "INLINE" → "DISTRIBUTED"',
        )
    ]


ODD = [
    machine(A="x"),
    machine(A="y"),
    {"StartAt": "A", "States": ["x"]},
    machine(A={"Type": "Parallel", "Branches": "x"}),
    machine(A={"Type": "Parallel", "Branches": ["x", machine(B=PASS)]}),
    machine(A={"Type": "Parallel", "Branches": [machine(B=PASS), machine(B=PASS)]}),
    machine(A={"Type": "Parallel", "Branches": [machine(B=PASS), {}]}),
    machine(A={"Type": "Parallel", "Branches": []}),
    machine(A={"Type": "Map", "Iterator": "x"}),
    machine(A={"Type": "Map", "Iterator": {}}),
    machine(A={"Type": "Map", "MaxConcurrency": 1, "Iterator": machine(B=PASS)}),
    machine(A={"Type": "Map", "MaxConcurrency": 2, "Iterator": machine(B=PASS)}),
    {**machine(**{"A/B": PASS}), "States": {"A/B": PASS, "A": {"Type": "Map", "Iterator": machine("B", B=PASS)}}},
]


@pytest.mark.parametrize("old", range(len(ODD)))
@pytest.mark.parametrize("new", range(len(ODD)))
def test_of_odd_definitions_each_differs_from_each(old: int, new: int):
    assert bool(difference(ODD[old], ODD[new])) == (old != new)


def test_a_long_value_is_cut_and_true_is_not_one():
    old, new = (
        machine(A={**PASS, "Result": True, "Comment": "x" * 100}),
        machine(A={**PASS, "Result": 1, "Comment": "y"}),
    )

    (change,) = difference(old, new)

    assert change.describe == ("~ A", "    Result: true → 1", f'    Comment: "{"x" * 58}… → "y"')


def test_what_differs_is_told_where_it_stands():
    def put(message: str, *names: str) -> dict[str, Any]:
        values = {":m": {"S": message}, ":names": [{"S": name} for name in names]}
        return machine(A={**PASS, "Parameters": {"Table": "t" * 80, "Values": values}})

    (change,) = difference(put("closed", "x", "y"), put("closed. Thanks", "x", "z"))

    assert change.lines == (
        'Parameters.Values.:m.S: "closed" → "closed. Thanks"',
        'Parameters.Values.:names[1].S: "y" → "z"',
    )


def test_long_values_are_cut_around_where_they_begin_to_differ():
    (change,) = difference(
        machine(A={**PASS, "Result": "x" * 99 + "old"}), machine(A={**PASS, "Result": "x" * 99 + "new"})
    )

    assert change.lines == (f'Result: …{"x" * 16}old" → …{"x" * 16}new"',)


def test_a_field_that_differs_all_over_is_told_as_a_whole():
    old, new = ({**PASS, "Result": {str(key): value for key in range(9)}} for value in (1, 2))

    (change,) = difference(machine(A=old), machine(A=new))

    assert len(change.lines) == 1


def test_a_state_that_comes_or_goes_is_one_line():
    task = {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem", "End": True}

    changes = difference(machine(), machine(OpenCase=task, Odd={}))

    assert [change.describe for change in changes] == [("+ OpenCase (Task dynamodb:putItem)",), ("+ Odd",)]


@pytest.mark.parametrize("nothing", [None, [], "x", {}])
def test_against_nothing_all_is_added(nothing: Any):
    assert [(change.path, change.kind) for change in difference(nothing, machine(A=PASS))] == [
        ("", "added" if nothing != {} else "rewired"),
        ("A", "added"),
    ]


@pytest.mark.parametrize(
    ("pushed", "live", "same"),
    [
        ('{"a": 1, "b": [true, null]}', '{ "b" : [true,null], "a" : 1.0 }', True),
        ('{"a": "${X}"}', '{"a": "arn:aws:lambda"}', True),
        ('{"a": "arn:${P}:lambda:${R}:f"}', '{"a": "arn:aws:lambda:eu-central-1:f"}', True),
        ('{"a": "arn:${P}:lambda:${R}:f"}', '{"a": "arn:aws:states:eu-central-1:f"}', False),
        ('{"a": "${X}${X}"}', '{"a": ""}', True),
        ('{"a": "x${X}x"}', '{"a": "x"}', False),
        ('{"a": "${X}b${Y}b"}', '{"a": "b"}', False),
        ('{"${X}": 1, "b": 2}', '{"k": 1, "b": 2}', True),
        ('{"${X}": 1, "b": 2}', '{"k": 2, "b": 2}', False),
        ('{"${X}": 1, "${Y}": 2}', '{"k": 2, "l": 1}', True),
        ('{"a": "${not one}"}', '{"a": "x"}', False),
        ('{"a": "\\u007b\\u007bx"}', '{"a": "{{x"}', True),
        ('{"a": 1}', '{"a": true}', False),
        ('{"a": 0}', '{"a": false}', False),
        ('{"a": false}', '{"a": 0}', False),
        ('{"a": null}', "{}", False),
        ('{"a": 1}', '{"b": 1}', False),
        ('{"a": "1"}', '{"a": 1}', False),
        ("[1]", "[1, 2]", False),
        ("[1]", '{"0": 1}', False),
        ('{"a": 1}', '[["a", 1]]', False),
        ("{", "{", False),
        ('{"a": "' + "${X}a" * 200 + '"}', '{"a": "' + "a" * 5000 + 'b"}', False),
    ],
)
def test_the_live_definition_is_the_pushed_one_but_for_its_placeholders(pushed: str, live: str, *, same: bool):
    assert matches(pushed, live) is same


@given(chains())
def test_a_definition_matches_itself_in_any_order(definition: dict[str, Any]):
    assert matches(json.dumps(definition), json.dumps(definition, sort_keys=True, indent=2))
