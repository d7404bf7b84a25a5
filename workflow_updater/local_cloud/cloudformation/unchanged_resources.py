"""No events for resources that an update leaves alone; MiniStack reports an update of every resource of the stack."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation.records import Record

HOOK = "unchanged_resources"
QUIET_STATUSES = frozenset({"UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"})
_QUIET: ContextVar[frozenset[str]] = ContextVar("resources that the operation leaves alone", default=frozenset())


@dataclass(frozen=True)
class Silence:
    """Knows which resources an operation changes, by MiniStack's own comparison for change sets."""

    resolve: Callable[..., dict[str, Any]]
    difference: Callable[..., list[dict[str, Any]]]
    tags_changed: Callable[..., bool]

    def changed_resources(
        self, stack: Record, template: Record, values: Record, previous: Record | None
    ) -> frozenset[str]:
        """Return the logical ids that the operation touches; all of them when it creates the stack or tags it anew."""
        declared = frozenset(template.get("Resources", {}))
        if previous is None or self.tags_changed(previous, stack.get("Tags") or [], tags_given=True):
            return declared
        name, stack_id = stack["StackName"], stack["StackId"]
        before = previous.get("_resolved_params", {})
        old = self.resolve(previous.get("_template", {}), before, name, stack_id)
        new = self.resolve(template, values, name, stack_id)
        parameters = {key for key, value in values.items() if before.get(key, {}).get("Value") != value.get("Value")}
        changes = self.difference(old, new, previous.get("_resources"), template, parameters, ())
        changed = {change["ResourceChange"]["LogicalResourceId"] for change in changes}
        dynamic = {key for key in declared if "{{resolve:" in json.dumps(template["Resources"][key], default=str)}
        return frozenset(changed | dynamic)

    @contextmanager
    def of_unchanged(
        self, stack: Record, template: Record, changed: frozenset[str], previous: Record | None
    ) -> Iterator[None]:
        """Drop the events of resources outside *changed*, and give them their former status back at the end."""
        former = (previous or {}).get("_resources", {})
        quiet = frozenset(former) & frozenset(template.get("Resources", {})) - changed
        token = _QUIET.set(quiet)
        try:
            yield
        finally:
            _QUIET.reset(token)
        for logical_id in quiet & frozenset(stack.get("_resources", {})):
            kept = ("ResourceStatus", "Timestamp")
            stack["_resources"][logical_id].update({key: former[logical_id][key] for key in kept})


def install() -> Silence:
    """Hook in, and return what the deployment asks."""
    from ministack.services.cloudformation import changesets, stacks

    plain = hooks.private(stacks, "_add_event", hook=HOOK)

    def add_event(
        stack_id: str, stack_name: str, logical_id: str, resource_type: str, status: str, *rest: Any, **named: Any
    ) -> None:
        if not (logical_id in _QUIET.get() and status in QUIET_STATUSES):
            plain(stack_id, stack_name, logical_id, resource_type, status, *rest, **named)

    hooks.replace(stacks, "_add_event", add_event, hook=HOOK)
    return Silence(
        hooks.private(changesets, "_resolve_props_for_diff", hook=HOOK),
        hooks.private(stacks, "_diff_resources", hook=HOOK),
        hooks.private(stacks, "_stack_tags_changed", hook=HOOK),
    )
