"""A stack with one state machine in memory, and a push to it."""

from __future__ import annotations

import json

from tests.fakes.clock import FakeClock
from tests.fakes.cloud import FakeCloud
from workflow_updater.plan.attempt import Attempt
from workflow_updater.plan.executor import carry_out
from workflow_updater.plan.planner import Wanted
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import watch

BUCKET = "workflows-111122223333-eu-central-1"
MACHINE = "arn:aws:states:eu-central-1:111122223333:stateMachine:orders-Orders"
HELLO = {"StartAt": "Hello", "States": {"Hello": {"Type": "Succeed"}}}
BYE = {"StartAt": "Bye", "States": {"Bye": {"Type": "Succeed"}}}


def machine(parameter="Workflow", **properties):
    return {
        "Type": "AWS::StepFunctions::StateMachine",
        "Metadata": {"Workflow": {"Location": parameter}},
        "Properties": {"RoleArn": "arn:aws:iam::111122223333:role/orders", **properties},
    }


def template(prefix="orders/", **resources):
    return {
        "Transform": [{"Name": "StepFunctionWorkflowInjector", "Parameters": {"Prefix": prefix}}],
        "Parameters": {"Workflow": {"Type": "String", "Default": ""}, "Size": {"Type": "String", "Default": "1"}},
        "Resources": resources or {"Orders": machine()},
    }


SEED = {
    "Transform": ["StepFunctionWorkflowInjector"],
    "Parameters": {"S3Key": {"Type": "String", "Default": ""}, "SMResource": {"Type": "String", "Default": "Orders"}},
    "Resources": {"Orders": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "r"}}},
}


def cloud_with(document=None, *, status="CREATE_COMPLETE", parameters=None, live=None):
    cloud = FakeCloud(BUCKET)
    stack_template = json.dumps(document or template())
    cloud.stacks.add("orders", template=stack_template, status=status, parameters=parameters)
    cloud.machines.add(MACHINE, json.dumps(live or {"StartAt": "NotPushed"}))
    return cloud


def wanted(definition=None, **asked):
    return Wanted(definition=definition or HELLO, file="hello.json", stack="orders", **asked)


def attempt(name="attempt", *, aim="update", until=600.0, clock=None):
    return Attempt(name, clock or FakeClock(), until, aim)


def push(cloud, definition=None, *, show=None, trial=None, **asked):
    plan = prepare(wanted(definition, **asked), cloud.ports)
    steps = []
    outcome = watch(carry_out(plan, cloud.ports, trial or attempt()), show or steps.append)
    return plan, outcome, steps
