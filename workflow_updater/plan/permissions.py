"""What the role of the target lacks for the wanted definition; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.core.permissions.comparison import compare
from workflow_updater.core.permissions.grant import Need
from workflow_updater.core.permissions.needs import needs
from workflow_updater.core.permissions.observation import observation_needs
from workflow_updater.core.permissions.policy import statements
from workflow_updater.core.permissions.stack_values import machine_place, stack_values
from workflow_updater.core.permissions.substitution import opened, substituted, substituted_text
from workflow_updater.core.permissions.template_role import role_of, substitutions
from workflow_updater.plan.model import RolePermissions, Target
from workflow_updater.plan.snapshot import Live, Snapshot


def role_permissions(
    definition: object, template: Mapping[str, Any], snapshot: Snapshot, target: Target, live: Live
) -> RolePermissions:
    """Return what the machine's role lacks for *definition*; *template* is the parsed original one."""
    if live.role is None:
        return RolePermissions(live.role_arn, unread=live.role_unread or "there is no such role")
    allowed = [one for policy in live.role.policies for one in statements(policy.document, policy.name)]
    found = compare(_needed(definition, template, snapshot, target), allowed)
    return RolePermissions(live.role_arn, live.role.boundary, found.missing, found.unsure)


def _needed(definition: object, template: Mapping[str, Any], snapshot: Snapshot, target: Target) -> tuple[Need, ...]:
    """Return what *definition* needs once CloudFormation has put in what its placeholders stand for."""
    resources = template["Resources"]
    properties = resources[target.logical_id].get("Properties") or {}
    known = stack_values(resources, snapshot.resource_ids, snapshot.stack.values, snapshot.stack.arn)
    told = {name: substituted_text(text, known) for name, text in substitutions(properties, resources).items()}
    values = {name: text for name, text in told.items() if "${" not in text}
    found = needs(substituted(definition, values), machine_place(target.machine_arn))
    return (*opened(found), *observation_needs(properties))


def role_arn_in(template: Mapping[str, Any], snapshot: Snapshot, logical_id: str) -> str:
    """Return the ARN of the role that the template gives the machine, "" when it takes a call to know it."""
    resources = template["Resources"]
    properties = (resources.get(logical_id) or {}).get("Properties") or {}
    role = snapshot.resource_ids.get(role_of(properties, resources), "")
    return f"arn:{snapshot.stack.arn.split(':')[1]}:iam::{snapshot.stack.account}:role/{role}" if role else ""
