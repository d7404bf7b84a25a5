"""What is there now, read in parallel: the stack, its template, its machines, the live definition."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from workflow_updater.cloud.ports import Cloud, Role, Stack
from workflow_updater.errors import CloudUnavailable
from workflow_updater.plan.model import Target
from workflow_updater.plan.usable import check_usable, no_stack, status_of


@dataclass(frozen=True)
class Snapshot:
    """A stack as it is: *template* is CloudFormation's answer, in which non-ASCII characters are `?`."""

    stack: Stack
    template: str
    resource_ids: Mapping[str, str]

    @property
    def values(self) -> dict[str, str]:
        """What the parameters stand for in the template, those of NoEcho ones as `****`: a push is refused for them."""
        return {**self.stack.parameters, **self.stack.resolved}


@dataclass(frozen=True)
class Live:
    """
    What a machine runs now, and the DefinitionString that CloudFormation deployed ("" when there is none).

    *outputs* are those of the stack's template after all macros ran. *role* is None when there is none, or when nobody
    may read it; then *role_unread* says why.
    """

    definition: str
    role_arn: str
    deployed: str
    role: Role | None = None
    role_unread: str = ""
    outputs: Mapping[str, Any] = field(default_factory=dict)


def take_snapshot(cloud: Cloud, stack: str, *, to_update: bool = True) -> Snapshot:
    """
    Return the stack of that name as it is; whether it can be updated matters only *to_update* it.

    Raises:
        UsageError: there is no such stack, or it was never created.
        StackBusy, DeploymentFailed: it takes no update now, or at all.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    with ThreadPoolExecutor(max_workers=3) as pool:
        found = pool.submit(cloud.stacks.describe, stack)
        template = pool.submit(cloud.stacks.original_template, stack)
        resource_ids = pool.submit(cloud.stacks.resource_ids, stack)
    described = found.result()
    if described is None:
        raise no_stack(stack, cloud.region)
    if to_update or status_of(described).standing == "absent":
        check_usable(described, lambda: cloud.stacks.recent_events(described.arn))
    return Snapshot(described, template.result(), resource_ids.result())


def read_live(cloud: Cloud, target: Target, *, role_arn: str = "") -> Live:
    """
    Return what *target* runs now, and its role; *role_arn*, known before, saves waiting for the machine to tell it.

    Raises:
        CloudUnavailable: AWS did not answer, or denied it.
    """
    with ThreadPoolExecutor(max_workers=3) as pool:
        machine = pool.submit(cloud.machines.describe, target.machine_arn)
        template = pool.submit(cloud.stacks.deployed_template, target.stack)
        expected = pool.submit(_role, cloud, role_arn) if role_arn else None
    live = machine.result()
    # With a path in its ARN, or when somebody gave the machine another one, the role is not the expected one.
    role, unread = expected.result() if expected and live.role_arn == role_arn else _role(cloud, live.role_arn)
    deployed = injected_definition(template.result(), target.logical_id)
    return Live(live.definition, live.role_arn, deployed, role, unread, outputs_of(template.result()))


def _role(cloud: Cloud, arn: str) -> tuple[Role | None, str]:
    """Return the role; dev teams need not be allowed to read it, so that a denied read is an answer too."""
    try:
        return cloud.roles.find(arn), ""
    except CloudUnavailable as error:
        return None, error.message


def outputs_of(processed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the outputs that a template has after all macros ran, as they are written there."""
    return processed.get("Outputs") or {}


def injected_definition(processed: Mapping[str, Any], logical_id: str) -> str:
    """Return the DefinitionString that a template has after all macros ran, "" when it has none."""
    properties = (processed.get("Resources", {}).get(logical_id) or {}).get("Properties") or {}
    text = properties.get("DefinitionString")
    return text if isinstance(text, str) else ""
