"""Which resources an operation changes, by MiniStack's own comparison for change sets."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation.records import Record

HOOK = "comparison"


@dataclass(frozen=True)
class Changed:
    """The logical ids that an operation may touch, and those of them of which more than properties changes."""

    resources: frozenset[str]
    beyond_properties: frozenset[str]


@dataclass(frozen=True)
class Comparison:
    """Compares what a stack is with what it is to become."""

    resolve: Callable[..., dict[str, Any]]
    difference: Callable[..., list[dict[str, Any]]]
    tags_changed: Callable[..., bool]

    def changed(self, stack: Record, template: Record, values: Record, previous: Record | None) -> Changed:
        """Return what the operation changes; everything when it creates the stack or tags it anew."""
        declared = frozenset(template.get("Resources", {}))
        if previous is None or self.tags_changed(previous, stack.get("Tags") or [], tags_given=True):
            return Changed(declared, frozenset())
        name, stack_id = stack["StackName"], stack["StackId"]
        before = previous.get("_resolved_params", {})
        old = self.resolve(previous.get("_template", {}), before, name, stack_id)
        new = self.resolve(template, values, name, stack_id)
        parameters = {key for key, value in values.items() if before.get(key, {}).get("Value") != value.get("Value")}
        differences = self.difference(old, new, previous.get("_resources"), template, parameters, ())
        changes = {one["ResourceChange"]["LogicalResourceId"]: one["ResourceChange"] for one in differences}
        dynamic = {key for key in declared if "{{resolve:" in json.dumps(template["Resources"][key], default=str)}
        beyond = {key for key, change in changes.items() if set(change.get("Scope", ())) - {"Properties"}}
        return Changed(frozenset(changes.keys() | dynamic), frozenset(beyond))


def comparison() -> Comparison:
    """
    Return the comparison by MiniStack's functions.

    Raises:
        HookMismatch: it has them no more.
    """
    from ministack.services.cloudformation import changesets, stacks

    return Comparison(
        hooks.private(changesets, "_resolve_props_for_diff", hook=HOOK),
        hooks.private(stacks, "_diff_resources", hook=HOOK),
        hooks.private(stacks, "_stack_tags_changed", hook=HOOK),
    )
