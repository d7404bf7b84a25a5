"""Which definition last changed a state, and each line of it."""

from __future__ import annotations

import copy
import itertools

import pytest

from workflow_updater.core.change.blame import Removal, blamed_lines, last_changes, removals, ways_named, ways_of
from workflow_updater.core.change.parts import way_text

RETRIER = {"ErrorEquals": ["Throttled"], "MaxAttempts": 3}
FIRST = {
    "StartAt": "Reserve",
    "States": {
        "Reserve": {"Type": "Task", "Resource": "${Reserve}", "Retry": [RETRIER], "Next": "Both"},
        "Both": {
            "Type": "Parallel",
            "Branches": [
                {"StartAt": "Pay", "States": {"Pay": {"Type": "Pass", "End": True}}},
                {"StartAt": "Pack", "States": {"Pack": {"Type": "Pass", "Result": 1, "End": True}}},
            ],
            "Next": "Done",
        },
        "Done": {"Type": "Succeed"},
    },
}


def changed(definition, change):
    """Return a copy of *definition* after *change* was made to its states."""
    copied = copy.deepcopy(definition)
    change(copied["States"])
    return copied


def rename(old, new):
    return lambda states: states.update({new: states.pop(old)})


def told(changes):
    return {way_text(one.way): (one.since, one.change.kind if one.change else None) for one in changes}


def lines(history, *way):
    return [(line.since, line.text) for line in blamed_lines(history, way)]


def test_every_state_has_the_newest_definition_that_changed_it():
    second = changed(FIRST, lambda states: states["Reserve"].update(TimeoutSeconds=5))
    third = changed(second, lambda states: states["Both"]["Branches"][1]["States"]["Pack"].update(Result=2))
    fourth = changed(third, lambda states: states.update(Late={"Type": "Fail"}))

    assert told(last_changes([fourth, third, second, FIRST])) == {
        "": (3, None),
        "Reserve": (2, "changed"),
        "Both": (3, None),
        "Both[0]/Pay": (3, None),
        "Both[1]/Pack": (1, "changed"),
        "Done": (3, None),
        "Late": (0, "added"),
    }


def test_a_state_is_followed_through_its_names_and_places():
    second = changed(FIRST, lambda states: states["Reserve"].update(TimeoutSeconds=5))
    third = changed(second, rename("Reserve", "Hold"))
    third["StartAt"] = "Hold"
    fourth = changed(third, lambda states: states["Both"]["Branches"].reverse())
    history = [fourth, third, second, FIRST]

    assert told(last_changes(history))["Hold"] == (1, "renamed")
    assert told(last_changes(history))["Both[0]/Pack"] == (3, None)
    assert (2, '"TimeoutSeconds": 5') in lines(history, "Hold")
    assert {since for since, _ in lines(history, "Both", 0, "Pack")} == {3}
    assert {since for since, _ in lines(history, "Both")} == {3}


def test_following_a_renamed_state_is_no_change_of_a_line():
    second = changed(FIRST, rename("Done", "Over"))
    second["States"]["Both"]["Next"] = "Over"

    assert (1, '"Next": "Over",') in lines([second, FIRST], "Both")


def test_lines_of_a_list_keep_their_origin_when_another_item_comes_before_them():
    before = {"ErrorEquals": ["Busy"], "MaxAttempts": 9}
    second = changed(FIRST, lambda states: states["Reserve"]["Retry"].insert(0, before))

    assert [since for since, text in lines([second, FIRST], "Reserve") if "MaxAttempts" in text] == [0, 1]


def test_one_number_in_a_list_is_one_line():
    second = changed(FIRST, lambda states: states["Reserve"]["Retry"][0].update(MaxAttempts=4))

    assert [text for since, text in lines([second, FIRST], "Reserve") if since == 0] == ['    "MaxAttempts": 4']


def test_the_order_of_keys_is_no_change():
    turned = changed(FIRST, lambda states: states.update(Reserve=dict(reversed(states["Reserve"].items()))))

    assert {since for since, _ in lines([turned, FIRST], "Reserve")} == {1}
    assert told(last_changes([turned, FIRST]))["Reserve"] == (1, None)


def test_a_line_that_came_back_belongs_to_the_definition_that_brought_it_back():
    without = changed(FIRST, lambda states: states["Reserve"].pop("Retry"))

    origins = {text.strip(' ",[]:{}'): since for since, text in lines([FIRST, without, FIRST], "Reserve")}
    assert (origins['MaxAttempts": 3'], origins['Next": "Both']) == (0, 2)


def test_the_machine_itself_has_lines_and_a_last_change():
    second = {**FIRST, "TimeoutSeconds": 60}

    assert told(last_changes([second, FIRST]))[""] == (0, "changed")
    assert lines([second, FIRST]) == [(1, '"StartAt": "Reserve",'), (0, '"TimeoutSeconds": 60')]


def test_one_definition_alone_is_the_origin_of_all():
    assert {since for since, _ in told(last_changes([FIRST])).values()} == {0}
    assert {since for since, _ in lines([FIRST], "Reserve")} == {0}


def test_history_is_read_no_further_than_it_takes():
    new = changed(FIRST, lambda states: states.update(Late={"Type": "Fail", "Cause": "late"}))
    read = []

    def history():
        for definition in itertools.chain([new], itertools.repeat(FIRST)):
            read.append(definition)
            yield definition

    assert lines(history(), "Late") == [(0, '"Type": "Fail",'), (0, '"Cause": "late"')]
    assert len(read) == 2


def test_what_is_gone_is_found_with_what_became_of_it():
    second = changed(FIRST, rename("Reserve", "Hold"))
    third = changed(second, lambda states: states["Both"]["Branches"].pop())

    assert list(removals([third, second, FIRST])) == [
        Removal(("Both", 1, "Pack"), 0, ()),
        Removal(("Reserve",), 1, ("Hold",)),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [("Both[1]/Pack", [("Both", 1, "Pack")]), ("Pack", [("Both", 1, "Pack")]), ("Reserve", [("Reserve",)]), ("No", [])],
)
def test_a_state_is_named_by_its_path_or_by_its_name(text, found):
    assert ways_named(ways_of(FIRST), text) == found


def test_a_name_that_several_states_have_names_them_all():
    twice = changed(FIRST, lambda states: states["Both"]["Branches"].append(states["Both"]["Branches"][1]))

    assert ways_named(ways_of(twice), "Pack") == [("Both", 1, "Pack"), ("Both", 2, "Pack")]
