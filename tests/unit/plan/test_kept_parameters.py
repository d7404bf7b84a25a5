"""Parameters that a push keeps: secrets, values of SSM, lists, and those that template and stack do not share."""

import json
from dataclasses import replace

import pytest

from tests.fakes.changes import definition_change
from tests.fakes.stacks import Outcome
from tests.unit.plan.pushing import SEED, cloud_with, push, template, wanted
from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.core.change.model import ResourceChange
from workflow_updater.errors import Refused, UsageError
from workflow_updater.plan.change_sets.kept_parameters import changed_parameters
from workflow_updater.plan.preparation import prepare
from workflow_updater.report.deployment import plan_lines
from workflow_updater.report.plan_json import plan_value

SECRET = "only-the-stack-knows"
SSM = "AWS::SSM::Parameter::Value<String>"


def with_parameters(document=None, **parameters):
    document = document or template()
    return {**document, "Parameters": {**document["Parameters"], **parameters}}


def with_ssm(value="1"):
    cloud = cloud_with()
    cloud.stacks.ssm["/orders/limit"] = value
    document = with_parameters(Limit={"Type": SSM})
    cloud.stacks.add("orders", template=json.dumps(document), parameters={"Limit": "/orders/limit"})
    return cloud


def sent(cloud):
    return next(call[1] for call in cloud.stacks.calls if call[0] == "create_change_set").parameters


def test_a_secret_is_kept_by_name_and_shown_nowhere():
    cloud = cloud_with(with_parameters(Password={"Type": "String", "NoEcho": True}), parameters={"Password": SECRET})

    plan, outcome, steps = push(cloud)

    assert None is sent(cloud)["Password"]
    assert "updated" == outcome.ended
    assert SECRET == cloud.stacks.held["orders"].stack.parameters["Password"]
    shown = f"{plan} {plan_lines(plan)} {plan_value(plan)} {steps}"
    assert SECRET not in shown
    assert "****" not in shown


@pytest.mark.parametrize(
    "kind", ["CommaDelimitedList", "List<Number>", "Number", "AWS::EC2::Subnet::Id", "List<AWS::EC2::Subnet::Id>"]
)
def test_parameters_of_every_type_are_kept_by_name(kind):
    cloud = cloud_with(with_parameters(Kept={"Type": kind}), parameters={"Kept": "1,2"})

    push(cloud)

    assert None is sent(cloud)["Kept"]
    assert "1,2" == cloud.stacks.held["orders"].stack.parameters["Kept"]


def test_an_ssm_parameter_whose_value_is_the_same_is_kept_by_its_name():
    cloud = with_ssm()

    push(cloud)

    assert None is sent(cloud)["Limit"]
    assert "/orders/limit" == cloud.stacks.held["orders"].stack.parameters["Limit"]


def test_an_ssm_parameter_that_has_changed_since_is_named_and_its_value_is_not():
    cloud = with_ssm()
    cloud.stacks.ssm["/orders/limit"] = SECRET

    with pytest.raises(Refused) as told:
        push(cloud)

    text = "SSM parameter /orders/limit (template parameter Limit): changed since the stack was last updated"
    assert text in told.value.message
    assert SECRET not in told.value.message
    assert "takes the new value on purpose" in told.value.hint
    assert {} == cloud.stacks.sets
    assert "execute" not in [call[0] for call in cloud.stacks.calls]


def test_what_a_changed_ssm_parameter_changes_is_told_without_another_cause():
    cloud = with_ssm()
    cloud.stacks.ssm["/orders/limit"] = "2"
    other = ResourceChange("Topic", "AWS::SNS::Topic", "Modify", "False", ("Properties",), ())
    cloud.stacks.next_change_set = Outcome(changes=(definition_change("Orders"), other))

    with pytest.raises(Refused) as told:
        push(cloud)

    assert "Topic (AWS::SNS::Topic): would be modified" in told.value.message
    assert "the template given" not in told.value.message


def test_a_value_of_ssm_that_the_stack_does_not_tell_is_not_compared():
    cloud = with_ssm()
    held = cloud.stacks.held["orders"]
    held.stack = replace(held.stack, resolved={})
    cloud.stacks.ssm["/orders/limit"] = "2"

    assert "updated" == push(cloud)[1].ended


@pytest.mark.parametrize("document", [template(), SEED])
def test_a_location_that_nobody_can_see_is_refused(document):
    name = "S3Key" if document is SEED else "Workflow"
    hidden = with_parameters(document, **{name: {"Type": "String", "Default": "", "NoEcho": "true"}})

    with pytest.raises(UsageError, match=f"the template parameter {name} is NoEcho"):
        prepare(wanted(), cloud_with(hidden).ports)


def test_a_machine_that_nobody_can_see_is_refused():
    hidden = with_parameters(SEED, SMResource={"Type": "String", "Default": "Orders", "NoEcho": True})

    with pytest.raises(UsageError, match="the template parameter SMResource is NoEcho"):
        prepare(wanted(), cloud_with(hidden).ports)


def test_a_parameter_stands_for_what_ssm_holds():
    values = with_ssm("arn:aws:sns:eu-central-1:111122223333:orders").stacks.describe("orders").values

    assert "arn:aws:sns:eu-central-1:111122223333:orders" == values["Limit"]


def test_stars_stand_for_nothing():
    cloud = cloud_with(with_parameters(Password={"Type": "String", "NoEcho": True}), parameters={"Password": SECRET})

    assert "Password" not in cloud.stacks.describe("orders").values


@pytest.mark.parametrize(
    ("given", "before", "then", "is_told"),
    [
        (None, "7", "7", False),
        (None, "7", "8", True),
        ("8", "7", "8", False),
        ("8", "7", "7", True),
        (None, "****", "****", False),
        ("new secret", "****", "****", False),
        (None, "****", "7", False),
    ],
)
def test_a_parameter_has_the_value_that_was_given_else_that_of_the_stack(given, before, then, is_told):
    cloud = cloud_with(parameters={"Size": before})
    plan = prepare(wanted(), cloud.ports)
    plan = replace(plan, parameters={**plan.parameters, "Size": given})
    change_set = made(cloud, parameters={"Workflow": "s3://bucket/new", "Size": then})

    told = list(changed_parameters(plan, change_set, cloud.stacks.describe("orders")))

    assert told == ["parameter Size: its value would change"] * is_told


def made(cloud, **fields):
    """Return a change set as CloudFormation tells it, with these *fields*."""
    body = cloud.stacks.held["orders"].template
    arn = cloud.stacks.create_change_set(ChangeSetRequest("orders", "any", {}, template_body=body))
    return replace(cloud.stacks.change_set(arn), **fields)
