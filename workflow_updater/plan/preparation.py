"""From what is wanted to the plan: reads what is there, in as few round trips as it takes; writes nothing."""

from __future__ import annotations

from dataclasses import replace

from workflow_updater.cloud.ports import Cloud
from workflow_updater.plan.guardrails import hold_to_guardrails
from workflow_updater.plan.model import Plan
from workflow_updater.plan.permissions import role_arn_in
from workflow_updater.plan.planner import Wanted, choose_template, make_plan
from workflow_updater.plan.snapshot import read_live, take_snapshot
from workflow_updater.plan.target import choose_request, target_of
from workflow_updater.plan.usable import check_usable


def prepare(wanted: Wanted, cloud: Cloud) -> Plan:
    """
    Return the plan that makes the stack run the wanted definition.

    Raises:
        UsageError: the stack, the state machine or the parameter is not there, or none is clearly meant.
        DefinitionInvalid: the definition and the template do not fit together.
        Refused: the template is not the deployed one.
        GuardrailsRefused: the template's guardrails do not allow the definition.
        StackBusy, DeploymentFailed: the stack takes no update now, or at all.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    snapshot = take_snapshot(cloud, wanted.stack)
    check_usable(snapshot.stack)
    template = choose_template(snapshot, wanted.template)
    values = {**snapshot.stack.parameters, **(wanted.parameters or {})}
    request = choose_request(template[1], values, stack=wanted.stack, resource=wanted.resource)
    target = target_of(snapshot, request, parameter=wanted.location_parameter)
    live = read_live(cloud, target, role_arn=role_arn_in(template[1], snapshot, target.logical_id))
    plan = make_plan(wanted, snapshot, template, request, target, live)
    if not request.guardrails:
        return plan
    unread = hold_to_guardrails(wanted, request, template, cloud.objects)
    return replace(plan, warnings=(*plan.warnings, *unread))
