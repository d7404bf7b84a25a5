"""What a push changes, as lines for a person."""

from __future__ import annotations

from workflow_updater.core.change.difference import StateChange
from workflow_updater.core.change.edits import Edit
from workflow_updater.report.difference import difference_lines


def states(count: int, kind: str) -> list[StateChange]:
    return [StateChange(f"State{number}", kind, label="Pass") for number in range(count)]


def test_a_few_new_states_are_a_line_each():
    assert difference_lines(states(2, "added")) == ["+ State0 (Pass)", "+ State1 (Pass)"]


def test_many_new_states_are_named_in_lines_that_fit_the_terminal():
    lines = difference_lines(states(31, "added"))

    assert lines[0].startswith("+ 31 states: State0, State1,")
    assert len(lines) < 6
    assert all(len(line) <= 100 for line in lines)
    assert " ".join(line.strip() for line in lines).endswith("State30")


def test_what_changes_within_states_comes_first_and_in_detail():
    kept = StateChange("Kept", "changed", (Edit("Result", "parameters", 1, 2),))

    assert difference_lines([*states(1, "added"), kept, *states(13, "removed")])[:3] == [
        "~ Kept",
        "    Result: 1 → 2",
        "+ State0 (Pass)",
    ]
