"""Which variables may have a value when a state begins."""

from __future__ import annotations

from typing import Any

import pytest

from workflow_updater.core.definition.machine import scopes
from workflow_updater.core.validation.rules.expressions.e322_variable_of_outer_scope import RULE as ONE_SCOPE
from workflow_updater.core.validation.rules.expressions.w301_assigned_before import RULE as ASSIGNED_BEFORE


def assigning(name: str, following: str = "") -> dict[str, Any]:
    return {"Type": "Pass", "Assign": {name: 1}, **({"Next": following} if following else {"End": True})}


def reading(name: str, following: str = "") -> dict[str, Any]:
    return {"Type": "Pass", "InputPath": f"${name}", **({"Next": following} if following else {"End": True})}


def unassigned(definition: dict[str, Any]) -> list[str]:
    return [fault.message.split()[0].strip('"') for fault in ASSIGNED_BEFORE.check(tuple(scopes(definition)))]


def machine(**states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def test_one_way_that_assigns_is_enough():
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "Set"}], "Default": "Get"}

    assert unassigned(machine(Which=choice, Set=assigning("x", "Get"), Get=reading("x"))) == []


def test_a_state_does_not_see_what_it_assigns_itself_unless_it_runs_again():
    once = {**assigning("x"), "InputPath": "$x"}
    again = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "A"}], "Default": "Z"}
    done = {"Type": "Succeed"}

    assert unassigned(machine(A=once)) == ["A"]
    assert unassigned(machine(A={**assigning("x", "B"), "InputPath": "$x"}, B=again, Z=done)) == []


def test_choices_and_catchers_assign_too():
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "Get", "Assign": {"x": 1}}]}
    task = {
        "Type": "Task",
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Get", "Assign": {"x": 1}}],
        "Next": "Get",
    }

    assert unassigned(machine(Which=choice, Get=reading("x"))) == []
    assert unassigned(machine(Do=task, Get=reading("x"))) == []


@pytest.mark.parametrize(
    "open_one",
    [
        machine(A={"Type": "Pass", "Next": "${Target}"}, Get=reading("x")),
        machine(A={"Type": "Pass", "Assign": {"${Name}": 1}, "Next": "Get"}, Get=reading("x")),
        machine(A={"Type": "Pass", "QueryLanguage": "${L}", "Assign": {"y": 1}, "Next": "Get"}, Get=reading("x")),
        {"StartAt": "${Start}", "States": {"Get": reading("x")}},
        machine(A={"Type": "Pass", "Next": "Get"}, Get=reading("x"), **{"${Name}": assigning("x", "Get")}),
    ],
)
def test_what_a_placeholder_hides_is_not_judged(open_one: dict[str, Any]):
    assert unassigned(open_one) == []


def test_a_state_that_nothing_leads_to_is_not_judged():
    assert unassigned(machine(A={"Type": "Succeed"}, Get=reading("x"))) == []


def test_what_is_assigned_inside_is_gone_outside():
    parallel = {"Type": "Parallel", "Branches": [machine(In=assigning("x"))], "Next": "Get"}

    assert unassigned(machine(P=parallel, Get=reading("x"))) == ["Get"]


def test_what_was_assigned_outside_is_seen_inside_but_not_by_a_distributed_map():
    def each(mode: str) -> dict[str, Any]:
        processor = {**machine(In=reading("x")), "ProcessorConfig": {"Mode": mode}}
        return machine(Set=assigning("x", "Each"), Each={"Type": "Map", "ItemProcessor": processor, "End": True})

    assert unassigned(each("INLINE")) == []
    assert unassigned(each("DISTRIBUTED")) == ["In"]


def test_asking_whether_a_variable_exists_needs_no_value():
    state = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $exists( $x ) ? $x : $y %}", "End": True}
    faults = list(ASSIGNED_BEFORE.check(tuple(scopes(machine(A=state)))))

    assert [fault.message for fault in faults] == ['"A" reads $y, and no state that can come before it assigns that']


def test_branches_beside_each_other_may_use_the_same_name():
    parallel = {"Type": "Parallel", "Branches": [machine(A=assigning("x")), machine(B=assigning("x"))], "End": True}

    assert list(ONE_SCOPE.check(tuple(scopes(machine(P=parallel))))) == []


def test_ten_thousand_variables_are_followed_through_ten_thousand_states():
    """Quadratic time would be a minute here."""
    count = 10_000
    states = {
        f"S{index}": {**assigning(f"v{index}", f"S{index + 1}"), "InputPath": f"$v{max(index - 1, 0)}"}
        for index in range(count)
    }
    states[f"S{count}"] = {"Type": "Succeed"}

    assert unassigned(machine(**states)) == ["S0"]
