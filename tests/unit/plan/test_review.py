"""What the proof before the update says of a change set that does more, with and without an alias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.fakes.changes import definition_change
from tests.fakes.cloud import FakeCloud
from tests.unit.core.test_review_of_versions import ALIAS, VERSION
from tests.unit.plan.pushing import cloud_with, template, wanted
from tests.unit.plan.test_published import processed, published_cloud
from workflow_updater.cloud.ports import ChangeSet
from workflow_updater.core.change.model import ResourceChange
from workflow_updater.errors import Refused, StackBusy
from workflow_updater.plan.change_sets.review import review_change_set, unmoved
from workflow_updater.plan.model import Plan
from workflow_updater.plan.preparation import prepare


def reviewed(
    cloud: FakeCloud, *changes: ResourceChange, parameters: Mapping[str, str] | None = None, **altered: Any
) -> None:
    """Review a change set of these *changes* to the cloud's stack; *altered* resources are put into its template."""
    plan: Plan = prepare(wanted(), cloud.ports)
    change_set = ChangeSet(
        arn="arn:change-set",
        name="workflow-0123456789ab-00000000",
        stack_arn=plan.target.stack_arn,
        status="CREATE_COMPLETE",
        execution_status="AVAILABLE",
        reason="",
        changes=changes,
        parameters=parameters or {},
    )
    resources = processed(plan)["Resources"] if plan.publishing else {"Orders": {}}
    resources["Orders"] = {"Properties": {"DefinitionString": plan.definition}}

    class Injected:
        def __getattr__(self, name: str) -> Any:
            return getattr(cloud.stacks, name)

        def processed_template(self, _: str) -> Mapping[str, Any]:
            return {"Resources": {**resources, **altered}}

    review_change_set(plan, change_set, Injected())


def refused(*given: Any, **asked: Any) -> Refused:
    with pytest.raises(Refused) as told:
        reviewed(*given, **asked)
    return told.value


def test_version_and_alias_follow_where_the_template_publishes():
    reviewed(published_cloud(), definition_change("Orders"), VERSION, ALIAS)


def test_version_and_alias_are_foreign_where_it_does_not():
    told = refused(cloud_with(), definition_change("Orders"), VERSION, ALIAS)

    assert "\n  OrdersVersion (" in told.message
    assert "\n  OrdersAlias (" in told.message


@pytest.mark.parametrize("altered", ["OrdersVersion", "OrdersAlias"])
def test_a_version_or_an_alias_that_the_macro_made_otherwise_is_refused(altered: str):
    told = refused(published_cloud(), definition_change("Orders"), VERSION, ALIAS, **{altered: {}})

    assert "another version or alias" in told.message


def test_all_that_would_change_is_told_in_lines_with_causes_and_who_mends_it():
    added = ResourceChange("New", "AWS::SQS::Queue", "Add", "", (), ())

    told = refused(
        cloud_with(template(), parameters={"Size": "7"}), definition_change("Orders"), added, parameters={"Size": "8"}
    )

    assert told.message.partition("the definition:")[2] == (
        "\n  parameter Size: its value would change"
        "\n  New (AWS::SQS::Queue): would be added; the template given is not the one that is deployed"
    )
    assert told.hint == "the infra team brings the stack in line with its template first; the change set is deleted"


def test_a_change_of_another_machine_with_the_same_name_is_refused():
    other = replace(definition_change("Orders"), physical_id="arn:aws:states:::stateMachine:other")

    assert "Orders (AWS::StepFunctions::StateMachine): is arn:aws:states:::stateMachine:other, and not" in (
        refused(cloud_with(), other).message
    )


def test_a_stack_that_is_gone_since_was_changed_by_somebody_else(monkeypatch: pytest.MonkeyPatch):
    cloud = cloud_with()
    plan = prepare(wanted(), cloud.ports)
    monkeypatch.setattr(cloud.stacks, "describe", lambda _: None)

    with pytest.raises(StackBusy, match="changed by somebody else"):
        unmoved(plan, cloud.stacks, plan.target.stack_arn)
