"""Which state of the new definition is which of the old one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.unit.core.json_values import chains
from workflow_updater.core.change.difference import compare, difference

END = {"End": True}


def machine(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def task(name: str, **more: Any) -> dict[str, Any]:
    arn = "arn:aws:states:::lambda:invoke"
    return {"Type": "Task", "Resource": arn, "Parameters": {"FunctionName": name}, "TimeoutSeconds": 30, **more}


def kinds(old: object, new: object) -> list[tuple[str, str, str]]:
    return [(change.kind, change.was, change.path) for change in difference(old, new)]


def test_a_state_with_another_name_is_renamed_and_what_leads_to_it_did_not_change() -> None:
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Pay"}]
    old = machine(Ask=task("ask", Next="Pay", Catch=catch), Pay=task("pay", **END))
    new = machine(Ask=task("ask", Next="Charge", Catch=[{**catch[0], "Next": "Charge"}]), Charge=task("pay", **END))

    assert [("renamed", "Pay", "Charge")] == kinds(old, new)


def test_the_first_state_can_be_renamed_too() -> None:
    assert [("renamed", "Pay", "Charge")] == kinds(machine(Pay=task("pay", **END)), machine(Charge=task("pay", **END)))


def test_a_renamed_state_may_have_changed_a_little() -> None:
    (change,) = difference(machine(Pay=task("pay", **END)), machine(Charge=task("pay", **END) | {"TimeoutSeconds": 60}))

    assert ("renamed", ("TimeoutSeconds: 30 → 60",)) == (change.kind, change.lines)


def test_a_state_that_does_something_else_is_another_one() -> None:
    old = machine(Pay={"Type": "Wait", "Seconds": 5, **END})

    assert [("added", "", "Ask"), ("removed", "", "Pay")] == [
        one for one in kinds(old, machine(Ask=task("ask", **END))) if one[2]
    ]


def test_two_states_of_little_content_are_not_taken_for_one_another() -> None:
    old = machine(A={"Type": "Pass", "Next": "X"}, X={"Type": "Pass", **END}, Y={"Type": "Pass", **END})
    new = machine(A={"Type": "Pass", "Next": "P"}, P={"Type": "Succeed"}, Q={"Type": "Pass", **END})

    assert {"rewired", "added", "removed"} == {kind for kind, _, _ in kinds(old, new)}


def test_an_end_without_content_is_known_by_what_leads_to_it() -> None:
    old = machine(A=task("a", Next="Done"), Done={"Type": "Succeed"})
    new = machine(A=task("a", Next="Finished"), Finished={"Type": "Succeed"})

    assert [("renamed", "Done", "Finished")] == kinds(old, new)


def test_of_two_candidates_the_more_alike_is_the_renamed_one() -> None:
    old = machine(Pay=task("pay", Comment="money", **END))
    new = machine(Other=task("other", **END), Charge=task("pay", Comment="money", **END))

    assert ("renamed", "Pay", "Charge") in kinds(old, new)


def parallel(*branches: dict[str, Any]) -> dict[str, Any]:
    return machine(All={"Type": "Parallel", "Branches": list(branches), **END})


A, B, C = (machine(**{name: task(name, **END)}) for name in "ABC")


def test_branches_that_change_places_are_told_once() -> None:
    (change,) = difference(parallel(A, B), parallel(B, A))

    assert ('Branches (order): ["Branches[1]", "Branches[0]"] → ["Branches[0]", "Branches[1]"]',) == change.lines


def test_a_branch_before_others_changes_nothing_in_them() -> None:
    assert {"All", "All[0]/C"} == {path for _, _, path in kinds(parallel(A, B), parallel(C, A, B))}


def test_a_branch_that_goes_takes_its_states_with_it() -> None:
    assert {"All", "All[0]/A"} == {path for _, _, path in kinds(parallel(A, B), parallel(B))}


def test_a_state_that_leaves_its_map_is_moved() -> None:
    def each(**states: Any) -> dict[str, Any]:
        return {"Type": "Map", "ItemProcessor": machine(**states), "Next": "Last"}

    inner = {"First": task("first", Next="Count"), "Count": task("count", **END)}
    old = machine(Each=each(**inner), Last=task("last", **END))
    new = machine(Each=each(First=task("first", **END)), Last=task("last", Next="Count"), Count=task("count", **END))

    assert ("moved", "Each/Count", "Count") in kinds(old, new)


def test_what_is_inside_a_renamed_map_did_not_move() -> None:
    inner = machine(Pack=task("pack", **END))
    old = machine(Each={"Type": "Map", "ItemsPath": "$.lines", "ItemProcessor": inner, **END})
    new = machine(Every={"Type": "Map", "ItemsPath": "$.lines", "ItemProcessor": inner, **END})

    assert [("renamed", "Each", "Every")] == kinds(old, new)
    assert {("Every",): ("Each",), ("Every", "Pack"): ("Each", "Pack")} == compare(old, new).states


def test_no_state_is_two() -> None:
    old = machine(**{f"Old{number}": task("same", **END) for number in range(3)})
    new = machine(**{f"New{number}": task("same", **END) for number in range(5)})

    pairs = compare(old, new).states

    assert 3 == len(pairs) == len(set(pairs.values()))


def test_hundreds_of_states_that_all_changed_their_name_are_found() -> None:
    old, new = (machine(**{f"{word}{one}": task(str(one), **END) for one in range(300)}) for word in ("Old", "New"))

    assert {"renamed"} == {kind for kind, _, path in kinds(old, new) if path}


@given(chains(), chains())
def test_every_state_is_told_or_stayed(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = compare(old, new)

    told = {change.path for change in found.changes if change.kind == "added"}
    gone = {change.path for change in found.changes if change.kind == "removed"}
    assert {(name,) for name in new["States"]} == set(found.states) | {
        (name,) for name in new["States"] if name in told or (name,) not in found.states
    }
    assert len(new["States"]) - len(found.states) == len(told)
    assert len(old["States"]) - len(found.states) == len(gone)


def test_no_name_and_no_value_commands_the_terminal() -> None:
    old = machine(**{"A\x1b[31m\n\u202e": task("a", **END)})

    (change,) = difference(old, machine(**{"A\x1b[31m\n\u202e": task("\x9bb", **END)}))

    assert ("~ A\\x1b[31m\\n\\u202e", '    Parameters.FunctionName: "a" → "\\x9bb"') == change.describe


RETRY = {"ErrorEquals": ["States.Timeout"], "MaxAttempts": 2}
OTHER = {"ErrorEquals": ["Busy"]}


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ([RETRY], [{**RETRY, "MaxAttempts": 5}], ("Retry[States.Timeout].MaxAttempts: 2 → 5",)),
        ([RETRY], [OTHER, RETRY], ("Retry[Busy]: added",)),
        ([OTHER, RETRY], [OTHER], ("Retry[States.Timeout]: removed, MaxAttempts 2",)),
        ([RETRY], [{**RETRY, "ErrorEquals": ["Late"]}], ('Retry[0].ErrorEquals[0]: "States.Timeout" → "Late"',)),
        ([RETRY, OTHER], [OTHER, RETRY], ('Retry (order): ["States.Timeout", "Busy"] → ["Busy", "States.Timeout"]',)),
        ([RETRY, RETRY], [RETRY, {**RETRY, "MaxAttempts": 3}], ("Retry[1].MaxAttempts: 2 → 3",)),
        ("x", [RETRY], ('Retry: "x" → [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 2}]',)),
    ],
)
def test_retriers_are_told_by_the_errors_that_they_take(old: object, new: object, lines: tuple[str, ...]) -> None:
    (change,) = difference(machine(A=task("a", Retry=old, **END)), machine(A=task("a", Retry=new, **END)))

    assert lines == change.lines
    assert ("retries",) == change.aspects


def test_a_list_that_is_empty_now_differs_from_none() -> None:
    (change,) = difference(machine(A=task("a", **END)), machine(A=task("a", Catch=[], **END)))

    assert ("Catch: (none) → []",) == change.lines


@pytest.mark.parametrize(
    ("field", "one", "other", "aspect"),
    [
        ("TimeoutSeconds", 1, 2, "timeouts"),
        ("HeartbeatSecondsPath", "$.a", "$.b", "timeouts"),
        ("Resource", "a", "b", "resource"),
        ("Parameters", {"a": 1}, {"a": 2}, "parameters"),
        ("ToleratedFailureCount", 1, 2, "map"),
        ("Comment", "a", "b", "comment"),
        ("Anything", 1, 2, "settings"),
    ],
)
def test_an_edit_says_what_it_is_about(field: str, one: object, other: object, aspect: str) -> None:
    (change,) = difference(machine(A=task("a") | {field: one}), machine(A=task("a") | {field: other}))

    assert ((aspect,), "changed") == (change.aspects, change.kind)


def test_a_choice_that_leads_elsewhere_is_rewired_and_one_that_asks_otherwise_is_changed() -> None:
    def choose(value: int, onward: str) -> dict[str, Any]:
        rule = {"Variable": "$.n", "NumericEquals": value, "Next": onward}
        ends = {name: {"Type": "Succeed", "Comment": name} for name in "XY"}
        return machine(A={"Type": "Choice", "Choices": [rule]}, **ends)

    (rewired,) = difference(choose(1, "X"), choose(1, "Y"))
    (changed,) = difference(choose(1, "X"), choose(2, "X"))

    assert ("rewired", ('Choices[$.n = 1].Next: "X" → "Y"',)) == (rewired.kind, rewired.lines)
    assert ("changed", ("Choices[0].NumericEquals: 1 → 2",)) == (changed.kind, changed.lines)
