"""`blame`: which release last changed each state, and each line of one; the screens are golden files."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.unit.commands.called import call
from tests.unit.commands.released import STACK, ReleasedCloud, says
from workflow_updater.commands import blame
from workflow_updater.errors import UsageError

pytestmark = pytest.mark.usefixtures("elsewhere")

GOLDEN = Path(__file__).parents[2] / "golden" / "blame"
RETRIER = {"ErrorEquals": ["States.Timeout"], "MaxAttempts": 2}
EACH = {
    "Type": "Map",
    "ItemProcessor": {"StartAt": "Pack", "States": {"Pack": {"Type": "Pass", "Result": 1, "End": True}}},
    "Next": "Pay",
}
FIRST = {
    "Comment": "orders",
    "StartAt": "Reserve",
    "States": {
        "Reserve": {"Type": "Task", "Resource": "${Reserve}", "Retry": [RETRIER], "Next": "Each"},
        "Each": EACH,
        "Pay": {"Type": "Task", "Resource": "${Pay}", "TimeoutSeconds": 30, "Next": "Done"},
        "Done": {"Type": "Succeed"},
    },
}


def changed(definition, change):
    copied = copy.deepcopy(definition)
    change(copied["States"])
    return copied


def _renamed(states):
    states["Charge"] = {**states.pop("Pay"), "TimeoutSeconds": 60}
    states["Each"]["Next"] = "Charge"


def _without_done(states):
    del states["Done"]
    del states["Charge"]["Next"]
    states["Charge"]["End"] = True


SECOND = changed(FIRST, lambda states: states["Each"]["ItemProcessor"]["States"]["Pack"].update(Result=2))
THIRD = changed(SECOND, _renamed)
FOURTH = changed(THIRD, lambda states: states["Reserve"]["Retry"][0].update(MaxAttempts=5))
FIFTH = changed(FOURTH, _without_done)


@pytest.fixture
def cloud():
    made = ReleasedCloud()
    made.release(FIRST)
    made.release(SECOND, author="Ben Bertram von und zu Berg <ben@example.com>")
    made.release(THIRD, dirty=True)
    made.release(FOURTH, outcome="rolled back")
    made.release(FOURTH)
    made.release(THIRD, restores=3)
    made.release(FIFTH, commit="", author="", subject="")
    return made


def told(cloud, *flags):
    return call(blame, cloud, "--stack", STACK, *flags)


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("states", ()),
        ("removed", ("--removed",)),
        ("state", ("Charge",)),
        ("map", ("Each",)),
        ("gone", ("Done",)),
        ("renamed", ("Pay",)),
        ("workflow", ("(workflow)",)),
    ],
)
def test_what_is_told(cloud, name, flags):
    assert told(cloud, *flags).out == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_a_program_is_told_the_same(cloud):
    value = told(cloud, "Charge", "--json").value

    assert (value["stack"], value["resource"], value["release"]) == (STACK, "Orders", 7)
    assert [(one["state"], one["release"], one["change"]["kind"]) for one in value["states"]] == [
        ("Charge", 7, "rewired")
    ]
    assert {"text": '"TimeoutSeconds": 60,', "release": 3} in value["lines"]
    assert [one["sequence"] for one in value["releases"]] == [7, 3, 1]


def test_a_state_inside_another_is_named_by_its_path_or_its_name(cloud):
    assert told(cloud, "Each/Pack").out == told(cloud, "Pack").out
    assert "#2" in told(cloud, "Pack").out


def test_two_states_of_one_name_are_told_apart(cloud):
    again = {**EACH, "Next": "Each"}
    cloud.release(changed(FIFTH, lambda states: states.update(Again=copy.deepcopy(again))))

    with pytest.raises(UsageError, match="Pack can be Each/Pack, Again/Pack"):
        told(cloud, "Pack")


def test_a_name_that_no_state_ever_had_is_told(cloud):
    with pytest.raises(
        UsageError, match="has no state Chargee, and none of the releases that led to it had one"
    ) as error:
        told(cloud, "Chargee")
    assert error.value.hint == "did you mean Charge?"


def test_where_a_definition_is_gone_the_history_ends_and_says_so(cloud):
    cloud.forget(cloud.recorded[0])

    found = told(cloud, "Reserve")

    assert "the definition of release 1 is gone" in found.err
    assert "#2" in found.out


def test_without_the_newest_definition_there_is_nothing_to_tell(cloud):
    cloud.forget(cloud.recorded[-1])

    with pytest.raises(UsageError, match="the definition of release 7 is gone"):
        told(cloud)


def test_what_runs_past_the_records_is_told(cloud):
    cloud.deploy(says("past the tool"))

    found = told(cloud)

    assert "which no release recorded" in found.err
    assert "this is about the newest release, 7" in found.err
    assert found.out == (GOLDEN / "states.txt").read_text("utf-8")


def test_without_releases_there_is_nothing_to_blame():
    with pytest.raises(UsageError, match="no release is recorded that ran"):
        told(ReleasedCloud())


def test_a_new_state_needs_no_old_definition(cloud):
    for number in range(30):
        cloud.release(says(number))
    cloud.release(says(1, New={"Type": "Fail"}))
    cloud.objects.calls.clear()

    told(cloud, "New")

    assert sum(call[0] == "get" and "/releases/" not in call[2] for call in cloud.objects.calls) == 4  # two ahead


@pytest.mark.parametrize("state", ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED"])
def test_a_stack_that_takes_no_update_can_be_looked_at(cloud, state):
    cloud.be(state)

    assert told(cloud).out == (GOLDEN / "states.txt").read_text("utf-8")
