"""Which state machine a deployment means; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.injection import machines_in
from workflow_updater.core.injection_requests import MACRO_NAME, InjectionRequest, injection_requests
from workflow_updater.errors import UsageError
from workflow_updater.plan.model import Target
from workflow_updater.plan.snapshot import Snapshot


def choose_request(
    template: Mapping[str, Any], values: Mapping[str, str], *, stack: str, resource: str
) -> InjectionRequest:
    """
    Return what the template asks for the one state machine that is meant; *resource* "" when there is one only.

    Raises:
        UsageError: no state machine takes a workflow, several do and none is named, or its location cannot be given.
    """
    requests = requests_in(template, values, stack=stack)
    request = _named(requests, stack, resource)
    sharing = [other.logical_id for other in requests if other != request and other.parameter == request.parameter]
    if sharing:
        raise UsageError(
            f"stack {stack}: parameter {request.parameter} gives {', '.join(sharing)} a workflow too, "
            "and a push changes one state machine only",
            hint="the infra team gives each state machine a parameter of its own",
        )
    _check_parameter(template.get("Parameters") or {}, request, stack)
    machines = machines_in(template["Resources"])
    if request.logical_id not in machines:
        raise UsageError(
            f"stack {stack}: its template has no state machine {request.logical_id}",
            hint=f"SMResource (-v2) names one of: {', '.join(machines) or 'none'}",
        )
    return request


def _check_parameter(declared: Mapping[str, Any], request: InjectionRequest, stack: str) -> None:
    """Raise when no parameter among the *declared* can hold a location that everybody can read."""
    if request.parameter is None or request.parameter not in declared:
        raise UsageError(
            f"stack {stack}: no template parameter {request.parameter or ''} for the location of {request.logical_id}",
            hint="the infra team lets Location name a parameter of type String of its template",
        )
    _check_shown(declared, request, stack)
    kind = (declared[request.parameter] or {}).get("Type")
    if kind != "String":
        raise UsageError(
            f"stack {stack}: the template parameter {request.parameter} is of type {kind}, and a location is text",
            hint="the infra team declares it with Type: String",
        )


def _check_shown(declared: Mapping[str, Any], request: InjectionRequest, stack: str) -> None:
    """Raise when nobody can tell which workflow is deployed, or in which machine: AWS shows `****` of it."""
    names = (request.parameter, "SMResource") if request.form == "seed" else (request.parameter,)
    for name in names:
        if str((declared.get(name or "") or {}).get("NoEcho", "")).lower() == "true":
            raise UsageError(
                f"stack {stack}: the template parameter {name} is NoEcho, so that nobody could see what is deployed",
                hint="the infra team declares it without NoEcho: a location is no secret",
            )


def requests_in(template: Mapping[str, Any], values: Mapping[str, str], *, stack: str) -> Sequence[InjectionRequest]:
    """
    Return what the template asks the macro for, at least one injection.

    Raises:
        UsageError: it asks for none, or in a way that the macro would refuse.
    """
    try:
        requests = injection_requests(template, values)
    except InjectionRefused as refused:
        raise UsageError(f"stack {stack}: {refused}", hint="the infra team corrects its template") from refused
    if not requests:
        raise _no_request(template, stack)
    return requests


def target_of(snapshot: Snapshot, request: InjectionRequest, *, parameter: str = "") -> Target:
    """
    Return the state machine of *request* as it stands in the stack; *parameter* is another one for its location.

    Raises:
        UsageError: the stack does not have it.
    """
    stack, logical_id = snapshot.stack, request.logical_id
    machine_arn = snapshot.resource_ids.get(logical_id, "")
    if not machine_arn:
        raise UsageError(
            f"stack {stack.name} has no resource {logical_id}",
            hint="its template has, but it was never deployed: the infra team deploys the template first",
        )
    return Target(stack.name, stack.arn, logical_id, machine_arn, parameter or request.parameter or "")


def _named(requests: Sequence[InjectionRequest], stack: str, resource: str) -> InjectionRequest:
    known = ", ".join(request.logical_id for request in requests)
    if not resource:
        if len(requests) == 1:
            return requests[0]
        raise UsageError(
            f"stack {stack} has several state machines that take a workflow", hint=f"name one with --resource: {known}"
        )
    found = next((request for request in requests if request.logical_id == resource), None)
    if found is None:
        raise UsageError(
            f"stack {stack} has no state machine {resource} that takes a workflow", hint=f"it has: {known}"
        )
    return found


def _no_request(template: Mapping[str, Any], stack: str) -> UsageError:
    if not machines_in(template["Resources"]):
        return UsageError(
            f"stack {stack} has no state machine",
            hint="check --stack; the infra team owns the stack and puts the state machine there",
        )
    return UsageError(
        f"stack {stack}: its template asks the macro for no workflow",
        hint=f"the infra team adds the Transform {MACRO_NAME}; the README shows the template",
    )
