"""
The events of an operation as AWS tells them.

MiniStack reports an update of every resource of the stack, no cleanup at the end of an update, and no names in the
reason of a creation's rollback.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import failures
from workflow_updater.local_cloud.cloudformation.records import Record

HOOK = "stack_events"
STACK = "AWS::CloudFormation::Stack"
QUIET_STATUSES = frozenset({"UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"})
STARTS = frozenset({"REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"})
CLEANUP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"


@dataclass
class Telling:
    """What one operation may not tell, and what it has told so far."""

    is_update: bool
    quiet: frozenset[str]
    failed: list[str] = field(default_factory=list)
    is_over: bool = False  # the cleanup has begun, or the rollback

    def before(self, logical_id: str, status: str, *, of_stack: bool) -> str | None:
        """Note an event that is about to be told; return the stack status that AWS tells before it, if any."""
        if status.endswith("_FAILED") and not of_stack:
            self.failed.append(logical_id)
        if of_stack and ("ROLLBACK" in status or status.endswith("_FAILED")):
            self.is_over = True
        starts_cleanup = status == "UPDATE_COMPLETE" if of_stack else status.startswith("DELETE_")
        if self.is_update and starts_cleanup and not self.is_over:
            self.is_over = True
            return CLEANUP
        return None


_TELLING: ContextVar[Telling | None] = ContextVar("operation whose events are told", default=None)


@dataclass(frozen=True)
class Comparison:
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
def told_as_on_aws(stack: Record, quiet: frozenset[str], previous: Record | None) -> Iterator[None]:
    """Tell the events of an operation that leaves *quiet* alone, whose resources keep their former status."""
    former = (previous or {}).get("_resources", {})
    token = _TELLING.set(Telling(previous is not None, quiet))
    try:
        yield
    finally:
        _TELLING.reset(token)
    for logical_id in quiet & frozenset(stack.get("_resources", {})):
        kept = ("ResourceStatus", "Timestamp")
        stack["_resources"][logical_id].update({key: former[logical_id][key] for key in kept})


def install() -> Comparison:
    """Hook in, and return what tells changed resources from unchanged ones."""
    from ministack.services.cloudformation import changesets, stacks

    plain = hooks.private(stacks, "_add_event", hook=HOOK)

    def add_event(
        stack_id: str,
        stack_name: str,
        logical_id: str,
        resource_type: str,
        status: str,
        reason: str = "",
        physical_id: str = "",
        detailed_status: str = "",
    ) -> None:
        telling, of_stack = _TELLING.get(), resource_type == STACK and physical_id == stack_id
        if of_stack:
            reason = _stack_reason(status, reason, telling.failed if telling else [])
        if telling is not None:
            if logical_id in telling.quiet and status in QUIET_STATUSES:
                return
            if first := telling.before(logical_id, status, of_stack=of_stack):
                plain(stack_id, stack_name, stack_name, STACK, first, physical_id=stack_id)
        plain(stack_id, stack_name, logical_id, resource_type, status, reason, physical_id, detailed_status)

    for module in (stacks, changesets):
        hooks.replace(module, "_add_event", add_event, hook=HOOK)
    return Comparison(
        hooks.private(changesets, "_resolve_props_for_diff", hook=HOOK),
        hooks.private(stacks, "_diff_resources", hook=HOOK),
        hooks.private(stacks, "_stack_tags_changed", hook=HOOK),
    )


def _stack_reason(status: str, reason: str, failed: list[str]) -> str:
    if status in STARTS and not reason:
        return "User Initiated"
    if status == "ROLLBACK_IN_PROGRESS" and failed and reason == "Rollback requested":
        return f"The following resource(s) failed to create: [{', '.join(failed)}]." + failures.ROLLED_BACK
    return "" if reason == "Rollback complete" else reason
