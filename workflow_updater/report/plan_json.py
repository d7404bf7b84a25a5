"""
A plan as one value for `--json`, in a form that programs may rely on.

docs/json/plan.schema.json describes it. A key that is added leaves `FORMAT` as it is; one that goes, or comes to say
something else, makes it one more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflow_updater.core.validation.finding import Finding
from workflow_updater.plan.model import Plan
from workflow_updater.report.difference import change_value
from workflow_updater.report.permissions import role_value

FORMAT = 1


def plan_value(plan: Plan, warnings: Iterable[Finding] = (), *, differs: bool | None = None) -> dict[str, Any]:
    """
    Return what *plan* would do, to what, and how.

    *warnings* are those about the definition itself, told with those of the plan. *differs*: what a change set has
    shown, where one was made; otherwise the plan says it.
    """
    return {
        "format": FORMAT,
        "stack": plan.target.stack,
        "resource": plan.target.logical_id,
        "state_machine": plan.target.machine_arn,
        "differs": not plan.is_unchanged if differs is None else differs,
        "digest": plan.publication.digest,
        "commit": plan.provenance.commit,
        "dirty": plan.provenance.dirty,
        "replaces": plan.replaces.sequence if plan.replaces else 0,
        "parameter": plan.target.parameter,
        "location_now": plan.location_now,
        "location_then": plan.publication.uri,
        "alias": plan.alias_arn,
        "template": plan.template.origin,
        "changes": [change_value(change) for change in plan.differences],
        "permissions": role_value(plan.permissions),
        "warnings": [finding._asdict() for finding in sorted({*warnings, *plan.warnings})],
        "notes": list(plan.notes),
        "steps": list(plan.steps),
    }
