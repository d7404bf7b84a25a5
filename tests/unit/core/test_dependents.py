"""Resources that a change set lists only because they name the state machine, and those that do change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workflow_updater.core.change.dependents import only_referring
from workflow_updater.core.change.model import ChangeDetail, ResourceChange
from workflow_updater.core.change.review import review

MACHINE = ResourceChange(
    "Orders",
    "AWS::StepFunctions::StateMachine",
    "Modify",
    "False",
    ("Properties",),
    (ChangeDetail("Properties", "DefinitionString", "Never"),),
)
ARN = ChangeDetail("Properties", "Targets", "Never", "", "Dynamic", "ResourceAttribute", "Orders.Arn")
RULE = ResourceChange("Nightly", "AWS::Events::Rule", "Modify", "False", ("Properties",), (ARN,))
SOURCE = ChangeDetail("Properties", "SourceArn", "Always", "", "Dynamic", "ResourceAttribute", "Nightly.Arn")
PERMISSION = ResourceChange("May", "AWS::Lambda::Permission", "Modify", "Conditional", ("Properties",), (SOURCE,))


def test_who_names_the_machines_arn_stays_as_it_is_and_so_does_who_names_that_one():
    changes = [PERMISSION, RULE, MACHINE]

    assert {"Nightly", "May"} == only_referring(changes, "Orders")
    assert () == review(changes, "Orders")


def test_a_name_lasts_as_the_arn_does():
    assert {"Nightly"} == only_referring(
        [replace(RULE, details=(ARN, replace(ARN, causing_entity="Orders.Name")))], "Orders"
    )


@pytest.mark.parametrize(
    "change",
    [
        replace(RULE, details=(replace(ARN, causing_entity="Orders.StateMachineRevisionId"),)),
        replace(RULE, details=(replace(ARN, causing_entity="OrdersOld.Arn"),)),
        replace(RULE, details=(replace(ARN, causing_entity=""),)),
        replace(RULE, details=(replace(ARN, change_source="DirectModification"),)),
        replace(RULE, details=(replace(ARN, change_source="ResourceReference", causing_entity="Orders"),)),
        replace(RULE, details=(replace(ARN, evaluation="Static"),)),
        replace(RULE, details=(replace(ARN, attribute="Metadata"),)),
        replace(RULE, details=(ARN, ChangeDetail("Properties", "ScheduleExpression", "Never", "", "Static"))),
        replace(RULE, details=()),
        replace(RULE, scope=("Properties", "Tags")),
        replace(RULE, action="Add"),
        replace(RULE, action="Remove"),
        replace(RULE, replacement="True"),
    ],
)
def test_whatever_changes_besides_is_foreign_and_so_is_what_names_it(change: ResourceChange):
    changes = [MACHINE, change, PERMISSION]

    assert frozenset() == only_referring(changes, "Orders")
    assert ["Nightly", "May"] == [foreign.logical_id for foreign in review(changes, "Orders")]


@pytest.mark.parametrize(
    ("source", "staying"),
    [
        ("ResourceReference", {"Nightly", "May"}),
        ("ParameterReference", {"Nightly"}),
        ("DirectModification", {"Nightly"}),
        ("", {"Nightly"}),
    ],
)
def test_a_ref_to_what_stays_changes_nothing_and_any_other_source_may(source: str, staying: set[str]):
    named = replace(PERMISSION, details=(replace(SOURCE, change_source=source, causing_entity="Nightly"),))

    assert staying == only_referring([named, RULE, MACHINE], "Orders")


def test_a_resource_that_is_listed_twice_has_to_stay_both_times():
    assert frozenset() == only_referring([MACHINE, RULE, replace(RULE, action="Remove")], "Orders")


def test_the_machine_itself_is_never_taken_for_one_of_them():
    itself = replace(MACHINE, details=(replace(ARN, causing_entity="Orders.Arn"),))

    assert frozenset() == only_referring([itself], "Orders")
    assert () != review([itself], "Orders")


def test_a_circle_of_references_proves_nothing():
    one = replace(RULE, details=(replace(ARN, causing_entity="Other.Arn"),))
    other = replace(RULE, logical_id="Other", details=(replace(ARN, causing_entity="Nightly.Arn"),))

    assert frozenset() == only_referring([MACHINE, one, other], "Orders")
