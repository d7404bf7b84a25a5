"""Which state machine of a stack is meant, when a command only looks at it or runs it."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_updater.cloud.ports import StackResource, Stacks
from workflow_updater.core.aliases.publishing import ids_of
from workflow_updater.core.aliases.resources import ALIAS, VERSION
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.injection import STATE_MACHINE
from workflow_updater.core.injection_requests import injection_requests
from workflow_updater.errors import UsageError
from workflow_updater.sources.template_difference import parse_answered


def machines_of(stacks: Stacks, stack: str) -> list[StackResource]:
    """
    Return the state machines that the stack has now; what a rollback deleted is listed by AWS, and left out here.

    Raises:
        UsageError: there is no such stack.
    """
    return [
        one
        for one in stacks.resources(stack)
        if one.type == STATE_MACHINE and one.physical_id and one.status != "DELETE_COMPLETE"
    ]


def find_machine(stacks: Stacks, stack: str, *, resource: str) -> StackResource:
    """
    Return the state machine *resource*; with "" the only one, or the only one that takes a workflow.

    Raises:
        UsageError: there is no such stack, it has no such state machine, or several and none is named.
    """
    machines = machines_of(stacks, stack)
    known = ", ".join(one.logical_id for one in machines)
    if not machines:
        raise UsageError(f"stack {stack} has no state machine", hint="check --stack; `status` shows the stack")
    if resource:
        machines = [one for one in machines if one.logical_id == resource]
        if not machines:
            raise UsageError(f"stack {stack} has no state machine {resource}", hint=f"it has: {known}")
    elif len(machines) > 1:
        machines = _taking_a_workflow(stacks, stack, machines)
    if len(machines) != 1:
        raise UsageError(f"stack {stack} has several state machines", hint=f"name one with --resource: {known}")
    return machines[0]


def alias_of(stacks: Stacks, stack: str, machine: StackResource) -> str:
    """Return the ARN of the alias that the macro made for *machine*, "" when there is none."""
    return _physical_id(stacks, stack, ids_of(machine.logical_id).alias, ALIAS)


def version_of(stacks: Stacks, stack: str, resource: str) -> str:
    """Return the ARN of the version that the stack made last of the machine *resource*, "" when there is none."""
    return _physical_id(stacks, stack, ids_of(resource).version, VERSION)


def _physical_id(stacks: Stacks, stack: str, logical_id: str, kind: str) -> str:
    found = (one for one in stacks.resources(stack) if (one.logical_id, one.type) == (logical_id, kind))
    return next((one.physical_id for one in found if one.status != "DELETE_COMPLETE"), "")


def _taking_a_workflow(stacks: Stacks, stack: str, machines: Sequence[StackResource]) -> list[StackResource]:
    template = parse_answered(stacks.original_template(stack), f"the template of {stack}")
    try:
        asked = {request.logical_id for request in injection_requests(template, {})}
    except InjectionRefused:  # the macro would say what is wrong with the template; here it only means: do not choose
        asked = set()
    return [one for one in machines if one.logical_id in asked]
