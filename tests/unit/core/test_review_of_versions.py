"""Version and alias may follow the definition, and may do nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workflow_updater.core.aliases.publishing import ids_of
from workflow_updater.core.change.model import ChangeDetail, ResourceChange
from workflow_updater.core.change.review import review

# As the embedded cloud shows them; the words of Evaluation, ChangeSource and CausingEntity are those of AWS's
# own model, where a Dynamic evaluation of RequiresRecreation: Always gives Replacement: Conditional.
MACHINE = ResourceChange(
    "Orders",
    "AWS::StepFunctions::StateMachine",
    "Modify",
    "False",
    ("Properties",),
    (ChangeDetail("Properties", "DefinitionString", "Never", evaluation="Static", change_source="DirectModification"),),
)
REVISION = ChangeDetail(
    "Properties",
    "StateMachineRevisionId",
    "Always",
    "/Properties/StateMachineRevisionId",
    "Dynamic",
    "ResourceAttribute",
    "Orders.StateMachineRevisionId",
)
VERSION = ResourceChange(
    "OrdersVersion",
    "AWS::StepFunctions::StateMachineVersion",
    "Modify",
    "Conditional",
    ("Properties",),
    (REVISION,),
    "arn:1",
)
ROUTE = ChangeDetail(
    "Properties",
    "DeploymentPreference",
    "Never",
    "/Properties/DeploymentPreference/StateMachineVersionArn",
    "Dynamic",
    "ResourceReference",
    "OrdersVersion",
)
ALIAS = ResourceChange(
    "OrdersAlias",
    "AWS::StepFunctions::StateMachineAlias",
    "Modify",
    "False",
    ("Properties",),
    (ROUTE,),
    "arn:live",
)


def foreign(*changes: ResourceChange) -> list[str]:
    return [one.logical_id for one in review(changes, "Orders", ids_of("Orders"))]


def test_version_and_alias_follow_the_definition():
    assert foreign(MACHINE, VERSION, ALIAS) == []


def test_older_answers_without_paths_say_enough():
    version = replace(VERSION, replacement="True", details=(replace(REVISION, path=""),))
    alias = replace(ALIAS, replacement="", details=(replace(ROUTE, path="", requires_recreation=""),))

    assert foreign(MACHINE, version, alias) == []


def test_without_an_alias_in_the_template_both_are_foreign():
    assert [one.logical_id for one in review([MACHINE, VERSION, ALIAS], "Orders")] == ["OrdersVersion", "OrdersAlias"]


@pytest.mark.parametrize(
    "change",
    [
        replace(VERSION, action="Add", details=(), replacement=""),
        replace(VERSION, action="Remove", details=()),
        replace(VERSION, details=()),
        replace(VERSION, replacement="False"),
        replace(VERSION, type="AWS::StepFunctions::StateMachineAlias"),
        replace(VERSION, scope=("Properties", "DeletionPolicy")),
        replace(VERSION, details=(REVISION, replace(REVISION, name="Description", path="/Properties/Description"))),
        replace(VERSION, details=(replace(REVISION, causing_entity="Refunds.StateMachineRevisionId"),)),
        replace(VERSION, details=(replace(REVISION, causing_entity="", change_source="DirectModification"),)),
        replace(VERSION, details=(replace(REVISION, name="StateMachineArn", causing_entity="Orders"),)),
        replace(VERSION, details=(replace(REVISION, change_source="ParameterReference"),)),
        replace(VERSION, details=(replace(REVISION, path="/Properties/Description"),)),
        replace(VERSION, details=(replace(REVISION, attribute="DeletionPolicy"),)),
        replace(VERSION, logical_id="RefundsVersion"),
    ],
)
def test_anything_else_on_the_version_is_foreign(change: ResourceChange):
    assert foreign(MACHINE, change) == [change.logical_id]


@pytest.mark.parametrize(
    "change",
    [
        replace(ALIAS, action="Add", details=(), replacement=""),
        replace(ALIAS, action="Remove", details=()),
        replace(ALIAS, details=()),
        replace(ALIAS, replacement="True"),
        replace(ALIAS, type="AWS::StepFunctions::StateMachineVersion"),
        replace(ALIAS, scope=("Properties", "Metadata")),
        replace(ALIAS, details=(ROUTE, ChangeDetail("Properties", "Name", "Always", "/Properties/Name"))),
        replace(ALIAS, details=(replace(ROUTE, path="/Properties/DeploymentPreference/Type"),)),
        replace(ALIAS, details=(replace(ROUTE, change_source="DirectModification", causing_entity=""),)),
        replace(ALIAS, details=(replace(ROUTE, causing_entity="RefundsVersion"),)),
        replace(ALIAS, details=(replace(ROUTE, name="RoutingConfiguration"),)),
        replace(ALIAS, details=(replace(ROUTE, requires_recreation="Always"),)),
        replace(ALIAS, logical_id="RefundsAlias"),
        replace(ALIAS, logical_id="Orders"),
    ],
)
def test_anything_else_on_the_alias_is_foreign(change: ResourceChange):
    assert set(foreign(MACHINE, change)) == {change.logical_id}


def test_the_alias_of_another_machine_is_foreign():
    others = (replace(VERSION, logical_id="RefundsVersion"), replace(ALIAS, logical_id="RefundsAlias"))

    assert foreign(MACHINE, VERSION, ALIAS, *others) == ["RefundsVersion", "RefundsAlias"]
