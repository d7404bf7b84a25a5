"""What CloudFormation shows of a change: what a change set lists, and the steps that an operation takes; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.core.change.model import ChangeDetail, ResourceChange

STATE_MACHINE = "AWS::StepFunctions::StateMachine"

Step = tuple[str, str, str]  # logical id (the stack's name for the stack itself), status, reason


def definition_change(logical_id: str) -> ResourceChange:
    """Return what AWS shows when only the definition of a state machine changes."""
    path = "/Properties/DefinitionString"
    detail = ChangeDetail("Properties", "DefinitionString", requires_recreation="Never", path=path)
    return ResourceChange(logical_id, STATE_MACHINE, "Modify", "False", ("Properties",), (detail,))


def changes_between(
    before: Mapping[str, Any] | None, processed: Mapping[str, Any], *, same_parameters: bool
) -> tuple[ResourceChange, ...]:
    """
    Return what leads from the template *before*, None for a new stack, to the *processed* one; () when nothing does.

    With other parameters, a change that shows in no resource is listed for all of them.
    """
    resources = processed["Resources"]
    if before is None:
        return tuple(ResourceChange(one, resource["Type"], "Add", "", (), ()) for one, resource in resources.items())
    if before == processed and same_parameters:
        return ()
    return tuple(
        definition_change(one) if resource["Type"] == STATE_MACHINE else _other_change(one, resource)
        for one, resource in resources.items()
        if before["Resources"].get(one) != resource
    ) or tuple(_other_change(one, resource) for one, resource in resources.items())


def steps(
    request: ChangeSetRequest, changed: Sequence[str], failure: tuple[str, str] | None, *, rollback_ends: str
) -> list[Step]:
    """
    Return the steps of executing the change set of *request*, which changes the resources *changed*.

    *failure*, a resource and a reason, makes it roll back, which ends in COMPLETE or FAILED as *rollback_ends* says.
    """
    name, verb = request.stack, request.type
    start = (name, f"{verb}_IN_PROGRESS", "User Initiated")
    if failure is None:
        begun = [(one, f"{verb}_IN_PROGRESS", "") for one in changed]
        done = [(one, f"{verb}_COMPLETE", "") for one in changed]
        return [start, *begun, *done, (name, f"{verb}_COMPLETE", "")]
    logical_id, reason = failure
    rollback = "ROLLBACK" if verb == "CREATE" else "UPDATE_ROLLBACK"
    why = f"The following resource(s) failed to {verb.lower()}: [{logical_id}]. "
    return [
        start,
        (logical_id, f"{verb}_IN_PROGRESS", ""),
        (logical_id, f"{verb}_FAILED", reason),
        (name, f"{rollback}_IN_PROGRESS", why),
        (logical_id, f"{verb}_COMPLETE", ""),
        (name, f"{rollback}_{rollback_ends}", ""),
    ]


def _other_change(logical_id: str, resource: Mapping[str, Any]) -> ResourceChange:
    return ResourceChange(logical_id, resource["Type"], "Modify", "False", ("Properties",), ())
