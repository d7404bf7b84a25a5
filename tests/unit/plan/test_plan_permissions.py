"""What a plan says of the permissions of the machine's role."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.unit.plan.pushing import MACHINE, cloud_with, machine, template, wanted
from workflow_updater.commands.deployment import refuse_lacking
from workflow_updater.errors import CloudUnavailable, Refused
from workflow_updater.plan.permissions import role_arn_in
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.snapshot import take_snapshot
from workflow_updater.report.deployment import change_lines
from workflow_updater.report.plan_json import plan_value

ROLE = "arn:aws:iam::111122223333:role/orders"
PRICE = "arn:aws:lambda:eu-central-1:111122223333:function:orders-Price"
INVOKE = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "${PriceArn}"}}
ORDERS = {"StartAt": "Price", "States": {"Price": {**INVOKE, "End": True}}}
PRICED = machine(DefinitionSubstitutions={"PriceArn": {"Fn::GetAtt": ["Price", "Arn"]}})


def a_cloud(*allowed, orders=PRICED):
    cloud = cloud_with(template(Orders=orders, Price={"Type": "AWS::Lambda::Function", "Properties": {}}))
    cloud.machines.add(MACHINE, role_arn=ROLE)
    cloud.roles.add(ROLE, *allowed)
    return cloud


def allow(action="lambda:InvokeFunction", resource=PRICE):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def a_plan(cloud):
    return prepare(wanted(ORDERS), cloud.ports)


def test_a_role_that_may_do_what_is_needed_is_no_news():
    plan = a_plan(a_cloud(allow()))

    assert () == plan.permissions.missing == plan.permissions.unsure
    assert not any("role" in line for line in change_lines(plan))
    refuse_lacking(plan)


def test_what_the_role_lacks_is_told_with_the_real_names_and_refused_when_required():
    plan = a_plan(a_cloud(allow(resource=PRICE.replace("Price", "Other"))))

    assert [
        "  the role orders lacks:",
        f"    lambda:InvokeFunction on {PRICE}: not allowed [/States/Price]",
    ] == change_lines(plan)[-2:]
    with pytest.raises(Refused, match=f"lacks what the workflow needs: lambda:InvokeFunction on {PRICE}"):
        refuse_lacking(plan)


def test_json_says_what_the_role_lacks():
    (missing,) = plan_value(a_plan(a_cloud()))["permissions"]["missing"]

    assert ("lambda:InvokeFunction", PRICE, ["/States/Price"], "not allowed") == (
        missing["action"],
        missing["resource"],
        missing["states"],
        missing["reason"],
    )


def test_a_placeholder_that_nobody_can_resolve_is_not_called_missing():
    imported = machine(DefinitionSubstitutions={"PriceArn": {"Fn::ImportValue": "price"}})
    plan = a_plan(a_cloud(allow(), orders=imported))

    assert () == plan.permissions.missing
    assert "allowed on a part of it, by own" in [lack.reason for lack in plan.permissions.unsure]


def test_logging_of_the_machine_needs_its_rights_too():
    logging = {"Level": "ALL", "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": "arn"}}]}
    orders = machine(DefinitionSubstitutions={"PriceArn": PRICE}, LoggingConfiguration=logging)

    missing = {lack.need.grant.action for lack in a_plan(a_cloud(allow(), orders=orders)).permissions.missing}

    assert "logs:CreateLogDelivery" in missing
    assert all(action.startswith("logs:") for action in missing)


def test_who_may_not_read_the_role_is_told_so_in_a_line_and_pushes_all_the_same():
    cloud = a_cloud()
    cloud.roles.fail("find", CloudUnavailable("you may not iam:GetRole on the role"))
    plan = a_plan(cloud)

    assert "  permissions of the role not checked: you may not iam:GetRole on the role" == change_lines(plan)[-1]
    with pytest.raises(Refused, match="could not be checked: you may not iam:GetRole"):
        refuse_lacking(plan)


def test_the_role_of_the_template_is_read_without_waiting_for_the_machine():
    orders = machine(DefinitionSubstitutions={"PriceArn": PRICE}, RoleArn={"Fn::GetAtt": ["Role", "Arn"]})
    cloud = cloud_with(template(Orders=orders, Role={"Type": "AWS::IAM::Role", "Properties": {}}))
    arn = "arn:aws:iam::111122223333:role/orders-Role"
    cloud.machines.add(MACHINE, json.dumps({}), role_arn=arn)
    cloud.roles.add(arn, allow())

    assert () == a_plan(cloud).permissions.missing
    assert [("find", arn)] == cloud.roles.calls


def test_a_machine_that_got_another_role_by_hand_is_compared_with_that_one():
    orders = machine(DefinitionSubstitutions={"PriceArn": PRICE}, RoleArn={"Fn::GetAtt": ["Role", "Arn"]})
    cloud = cloud_with(template(Orders=orders, Role={"Type": "AWS::IAM::Role", "Properties": {}}))
    cloud.machines.add(MACHINE, json.dumps({}), role_arn=ROLE)
    cloud.roles.add(ROLE, allow())

    assert (ROLE, ()) == (a_plan(cloud).permissions.role_arn, a_plan(cloud).permissions.missing)


def test_the_arn_of_a_role_of_the_template_needs_no_call():
    resources = {"Role": {"Type": "AWS::IAM::Role"}, "Orders": machine(RoleArn={"Fn::GetAtt": ["Role", "Arn"]})}
    cloud = cloud_with(template(**resources))
    snapshot = replace(take_snapshot(cloud.ports, "orders"), resource_ids={"Role": "orders-Role-1"})

    assert role_arn_in({"Resources": resources}, snapshot, "Orders").endswith(":role/orders-Role-1")
    assert role_arn_in({"Resources": resources}, snapshot, "Nowhere") == ""
