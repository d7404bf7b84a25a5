"""A plan is what was shown: nothing in it can be changed between the showing and the deed."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime

import pytest

from tests.unit.plan.pushing import MACHINE, cloud_with, push, template, wanted
from tests.unit.plan.pushing import machine as machine_of
from workflow_updater.core.change.edits import Missing
from workflow_updater.core.frozen import FrozenDict, FrozenList
from workflow_updater.plan.preparation import prepare

BEFORE = {
    "StartAt": "A",
    "States": {"A": {"Type": "Pass", "Result": {"list": [1, {"deep": 2}]}, "End": True}},
}
AFTER = {
    "StartAt": "A",
    "States": {
        "A": {"Type": "Pass", "Result": {"list": [1, {"deep": 3}], "more": {}}, "Next": "B"},
        "B": {"Type": "Task", "Resource": "arn:aws:lambda:eu-central-1:111122223333:function:f", "End": True},
    },
}
SCALARS = (str, bytes, int, float, bool, type(None), datetime, Missing)


def loose_ends(value, where="plan"):
    """Yield each place of *value* that could be changed."""
    if isinstance(value, FrozenDict):
        for key, one in value.items():
            yield from loose_ends(one, f"{where}.{key}")
    elif isinstance(value, tuple | frozenset | FrozenList):
        for number, one in enumerate(value):
            yield from loose_ends(one, f"{where}[{number}]")
    elif dataclasses.is_dataclass(value):
        if not type(value).__dataclass_params__.frozen:
            yield where
        for field in dataclasses.fields(value):
            yield from loose_ends(getattr(value, field.name), f"{where}.{field.name}")
    elif not isinstance(value, SCALARS):
        yield f"{where}: {type(value).__name__}"


def plan_with_everything():
    orders = machine_of(DefinitionSubstitutions={"Unused": "x"})
    cloud = cloud_with(template(Orders=orders), live=BEFORE)
    push(cloud, BEFORE)
    orders["Metadata"]["Workflow"] |= {"AutoPublishAlias": "live", "DeploymentPreference": {"Alarms": [{"Ref": "A"}]}}
    cloud.stacks.held["orders"].template = json.dumps(template(Orders=orders))
    cloud.machines.route(f"{MACHINE}:live", {cloud.machines.publish(MACHINE): 100})
    return prepare(wanted(AFTER, parameters=None), cloud.ports)


def test_nothing_in_a_plan_can_be_changed():
    plan = plan_with_everything()

    assert plan.differences
    assert plan.parameters
    assert plan.warnings
    assert plan.publishing
    assert plan.weights
    assert [] == list(loose_ends(plan))


def test_the_search_for_loose_ends_finds_one():
    plan = dataclasses.replace(plan_with_everything(), parameters={"Size": None})

    assert ["plan.parameters: dict"] == list(loose_ends(plan))


def test_a_plan_does_not_follow_what_it_was_made_from():
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"a": 1}, "End": True}}}
    plan = prepare(wanted(definition), cloud_with().ports)
    was = (plan.compared[1], plan.publication.body, plan.definition)

    definition["States"]["A"]["Result"]["a"] = 2

    assert '"a": 1' in str(was[0]).replace("'", '"')
    assert was == (plan.compared[1], plan.publication.body, plan.definition)


def test_a_field_of_a_plan_cannot_be_set():
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan_with_everything().description = "another"  # type: ignore[misc]
