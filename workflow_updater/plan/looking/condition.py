"""How a stack and its state machine stand now, as values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from workflow_updater.cloud.ports import Alias, Cloud, Machine, Stack, StackEvent
from workflow_updater.core.content_address import addressed_digest, canonical, digest, parse_location
from workflow_updater.core.errors import InjectionRefused, LocationUnreadable
from workflow_updater.core.injection_requests import InjectionRequest, injection_requests
from workflow_updater.errors import UsageError
from workflow_updater.plan.events import last_operation, root_cause
from workflow_updater.plan.looking.find_machine import find_machine, machines_of
from workflow_updater.plan.usable import no_stack
from workflow_updater.sources.template_difference import parse_answered


@dataclass(frozen=True)
class Condition:
    """
    How things stand. *resource* and *machine* are "" and None for a stack without a state machine; *location* is the
    value of *parameter*, both "" when the template asks for no workflow. *events* are the stack's newest, oldest first.
    *alias_arn* is that of the alias that the macro made, "" for a machine without; *alias* is None when it is gone.
    """

    stack: Stack
    resource: str
    machine: Machine | None
    parameter: str
    location: str
    events: Sequence[StackEvent]
    alias_arn: str = ""
    alias: Alias | None = None

    @property
    def failures(self) -> tuple[StackEvent, ...]:
        """What failed in the stack's last operation, the root cause first."""
        return root_cause(last_operation(self.events, self.stack.arn))

    @property
    def pushed_digest(self) -> str:
        """The digest that `deploy` told of what was pushed; "" for a location that does not hold one."""
        try:
            return addressed_digest(parse_location(self.location).key)
        except LocationUnreadable:
            return ""

    @property
    def live_digest(self) -> str:
        """The SHA-256 of the live definition, substitutions put in, as canonical JSON; "" without a machine."""
        return digest(canonical(json.loads(self.machine.definition))) if self.machine else ""


def read_condition(cloud: Cloud, stack: str, *, resource: str) -> Condition:
    """
    Return how the stack and the state machine *resource* ("": the only one) stand.

    Raises:
        UsageError: there is no such stack or state machine, or several machines and none is named.
    """
    with ThreadPoolExecutor(max_workers=3) as pool:
        described = pool.submit(cloud.stacks.describe, stack)
        template = pool.submit(cloud.stacks.original_template, stack)
        events = pool.submit(cloud.stacks.recent_events, stack)
    found = described.result()
    if found is None:
        raise no_stack(stack, cloud.region)
    newest = events.result()
    if not resource and not machines_of(cloud.stacks, stack):
        return Condition(found, "", None, "", "", newest)
    chosen = find_machine(cloud.stacks, stack, resource=resource)
    machine = cloud.machines.describe(chosen.physical_id)
    request = _request(template.result(), found, chosen.logical_id)
    if request is None:
        return Condition(found, chosen.logical_id, machine, "", "", newest)
    arn = f"{machine.arn}:{request.publishing.alias}" if request.publishing else ""
    alias = cloud.machines.alias(arn) if arn else None
    return Condition(found, chosen.logical_id, machine, request.parameter or "", request.location, newest, arn, alias)


def _request(template: str, stack: Stack, logical_id: str) -> InjectionRequest | None:
    """Return what the template asks for this machine, None where it asks for nothing or nobody can tell."""
    try:
        requests = injection_requests(parse_answered(template, f"the template of {stack.name}"), stack.parameters)
    except (InjectionRefused, UsageError):  # `deploy` tells what is wrong with the template; status shows the rest
        return None
    return next((one for one in requests if one.logical_id == logical_id), None)
