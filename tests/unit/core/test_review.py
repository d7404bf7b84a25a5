"""Only the definition of the one machine may change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workflow_updater.core.change.model import ChangeDetail, ResourceChange
from workflow_updater.core.change.review import review

DEFINITION = ChangeDetail("Properties", "DefinitionString", "Never")
TARGET = ResourceChange(
    "Orders", "AWS::StepFunctions::StateMachine", "Modify", "False", ("Properties",), (DEFINITION,), "arn"
)


def texts(*changes: ResourceChange) -> list[str]:
    return [foreign.text for foreign in review(changes, "Orders")]


@pytest.mark.parametrize(
    "detail",
    [
        DEFINITION,
        replace(DEFINITION, path="/Properties/DefinitionString"),
        ChangeDetail("Properties", "Definition", "Never", "/Properties/Definition/States/A"),
        ChangeDetail("Properties", "DefinitionS3Location", "", evaluation="Static"),
    ],
)
def test_the_definition_of_the_target_is_what_was_asked_for(detail: ChangeDetail):
    assert review([replace(TARGET, details=(detail,))], "Orders") == ()


def test_no_change_is_no_foreign_change():
    assert review([], "Orders") == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replace(TARGET, action="Remove", details=()), "would be removed"),
        (replace(TARGET, action="Add", details=()), "would be added"),
        (replace(TARGET, action="SyncWithActual"), "would be changed (SyncWithActual)"),
        (replace(TARGET, replacement="True"), "would be replaced"),
        (replace(TARGET, replacement="Conditional"), "would be replaced"),
        (replace(TARGET, details=()), "does not say what would change"),
        (replace(TARGET, type="AWS::Lambda::Function"), "is not a state machine"),
        (replace(TARGET, details=(DEFINITION, ChangeDetail("Properties", "RoleArn", "Never"))), "Properties.RoleArn"),
        (replace(TARGET, details=(ChangeDetail("Metadata", "", "Never"),)), "Metadata would change"),
        (replace(TARGET, scope=("Properties", "Metadata")), "Metadata would change"),
        (replace(TARGET, scope=("Properties", "Tags")), "Tags would change"),
        (replace(TARGET, scope=("DeletionPolicy",)), "DeletionPolicy would change"),
        (
            replace(
                TARGET, scope=("Metadata",), details=(ChangeDetail("Metadata", "", "Never", "/Metadata/Workflow"),)
            ),
            "Metadata.Workflow would change",
        ),
        (replace(TARGET, scope=("Metadata",), details=(ChangeDetail("Metadata", "", "Never"),)), "Metadata would"),
        (
            replace(TARGET, details=(ChangeDetail("Properties", "Tags", "Never", "/Properties/Tags/0"),)),
            "Properties.Tags",
        ),
        (replace(TARGET, details=(replace(DEFINITION, path="/Properties/DefinitionStringX"),)), "DefinitionStringX"),
        (replace(TARGET, details=(replace(DEFINITION, requires_recreation="Always"),)), "DefinitionString"),
        (replace(TARGET, details=(replace(DEFINITION, path="/Properties/RoleArn"),)), "Properties.RoleArn"),
        (replace(TARGET, details=(replace(DEFINITION, attribute="Metadata"),)), "Metadata.DefinitionString"),
        (replace(TARGET, details=(replace(DEFINITION, path="/Tags/DefinitionString"),)), "Tags.DefinitionString"),
        (replace(TARGET, details=(ChangeDetail("Properties", "DefinitionSubstitutions", "Never"),)), "Substitutions"),
    ],
)
def test_anything_else_on_the_target_is_foreign(change: ResourceChange, said: str):
    (text,) = texts(change)

    assert said in text


def test_what_has_no_cause_is_told_without_one():
    assert texts(replace(TARGET, details=())) == [
        "Orders (AWS::StepFunctions::StateMachine): does not say what would change"
    ]


def test_a_machine_that_would_be_added_is_told_once_as_such():
    added = replace(TARGET, action="Add", replacement="", scope=(), details=())

    assert texts(added) == [
        "Orders (AWS::StepFunctions::StateMachine): would be added; the template given is not the one that is deployed"
    ]


@pytest.mark.parametrize(
    ("detail", "cause"),
    [
        (
            ChangeDetail("Properties", "Arn", "Never", "", "Dynamic", "ResourceReference", "Orders"),
            "it refers to Orders",
        ),
        (ChangeDetail("Properties", "A", "Never", causing_entity="Orders.StateMachineRevisionId"), "refers to Orders"),
        (ChangeDetail("Properties", "A", "Never", causing_entity="OrdersOld.Arn"), "the template given"),
        (ChangeDetail("Properties", "A", "Never", change_source="ParameterReference"), "the value of a parameter"),
        (ChangeDetail("Tags", "", "Never"), "the tags of the stack differ"),
        (ChangeDetail("Properties", "A", "Never"), "the template given is not the one that is deployed"),
    ],
)
def test_another_resource_is_foreign_and_its_likely_cause_is_told(detail: ChangeDetail, cause: str):
    other = ResourceChange("Alarm", "AWS::CloudWatch::Alarm", "Modify", "False", ("Properties",), (detail,))

    (text,) = texts(TARGET, other)

    assert text.startswith("Alarm (AWS::CloudWatch::Alarm): would be modified (")
    assert cause in text


def test_another_resource_added_or_without_details_is_foreign():
    added = ResourceChange("New", "AWS::SQS::Queue", "Add", "", (), ())

    assert texts(added, replace(added, action="Modify")) == [
        "New (AWS::SQS::Queue): would be added; the template given is not the one that is deployed",
        "New (AWS::SQS::Queue): would be modified; the template given is not the one that is deployed",
    ]
