"""From what is wanted to the plan: reads what is there, in as few round trips as it takes; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from workflow_updater.cloud.ports import Cloud
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.errors import StackBusy
from workflow_updater.plan.aliases.around_push import with_weights
from workflow_updater.plan.guardrails import hold_to_guardrails
from workflow_updater.plan.model import Plan
from workflow_updater.plan.permissions import role_arn_in
from workflow_updater.plan.planner import Wanted, make_plan
from workflow_updater.plan.recording.released import released_to
from workflow_updater.plan.recording.taken_back import on_record
from workflow_updater.plan.snapshot import Snapshot, read_live, take_snapshot
from workflow_updater.plan.target import choose_request, requests_in, target_of
from workflow_updater.plan.templates.choice import choose_template, deployed_template
from workflow_updater.plan.templates.store import NOTHING_STORED, Stored, read_stored, store_of
from workflow_updater.releases.ledger import Ledger
from workflow_updater.releases.store import RECENT


def prepare(wanted: Wanted, cloud: Cloud) -> Plan:
    """
    Return the plan that makes the stack run the wanted definition.

    Raises:
        UsageError: the stack, the state machine or the parameter is not there, or none is clearly meant.
        DefinitionInvalid: the definition and the template do not fit together.
        Refused: the template is not the deployed one, or commits that run would be taken back.
        GuardrailsRefused: the template's guardrails do not allow the definition.
        StackBusy, DeploymentFailed: the stack takes no update now, or at all.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    snapshot = take_snapshot(cloud, wanted.stack)
    deployed = deployed_template(snapshot)  # without what is not ASCII, which machine and store are not named with
    target = target_of(snapshot, _request(wanted, snapshot, deployed), parameter=wanted.location_parameter)
    with ThreadPoolExecutor(max_workers=2) as pool:
        stored = pool.submit(_stored, wanted, snapshot, deployed, cloud)
        ledger = pool.submit(_ledger, wanted, snapshot, deployed, cloud)
        live = read_live(cloud, target, role_arn=role_arn_in(deployed, snapshot, target.logical_id))
    original = choose_template(snapshot, wanted.template, stored.result())
    request = _request(wanted, snapshot, original.parsed)
    plan = make_plan(wanted, snapshot, original, request, target, live, ledger.result())
    if plan.notes:  # of a machine that does not run what its stack deployed
        _check_unmoved(snapshot, cloud)
    plan = with_weights(on_record(plan, wanted), cloud)
    if not request.guardrails:
        return plan
    unread = hold_to_guardrails(wanted, request, original, cloud.objects)
    return replace(plan, warnings=(*plan.warnings, *unread))


def _check_unmoved(snapshot: Snapshot, cloud: Cloud) -> None:
    """Raise StackBusy when the stack is another one by now: machine and template may be from before and after."""
    stack = snapshot.stack
    if cloud.stacks.describe(stack.arn) != stack:
        raise StackBusy(
            f"stack {stack.name} was updated by somebody else while it was read",
            hint=f"try again when that is done; `status --stack {stack.name}` shows it",
        )


def _request(wanted: Wanted, snapshot: Snapshot, template: Mapping[str, Any]) -> InjectionRequest:
    return choose_request(template, _values(wanted, snapshot), stack=wanted.stack, resource=wanted.resource)


def _values(wanted: Wanted, snapshot: Snapshot) -> dict[str, str]:
    return {**snapshot.values, **(wanted.parameters or {})}


def _stored(wanted: Wanted, snapshot: Snapshot, deployed: Mapping[str, Any], cloud: Cloud) -> Stored:
    """Return the template of the store; who gives one needs none."""
    if wanted.template is not None:
        return NOTHING_STORED
    requests = requests_in(deployed, _values(wanted, snapshot), stack=wanted.stack)
    stack = snapshot.stack
    store = store_of(requests, stack=stack.name, account=stack.account, region=stack.region, bucket=wanted.bucket)
    return read_stored(cloud, store)


def _ledger(wanted: Wanted, snapshot: Snapshot, deployed: Mapping[str, Any], cloud: Cloud) -> Ledger:
    requests = requests_in(deployed, snapshot.values, stack=wanted.stack)  # as those who pushed before had them
    request = _request(wanted, snapshot, deployed)
    released = released_to(
        cloud,
        snapshot,
        requests,
        request,
        bucket=wanted.bucket,
        newest=RECENT,
        parameter=wanted.location_parameter,
    )
    return Ledger(released.folder, released.records.last, released.running, released.unrecorded)
