"""What no `*` allows: to be called, the policy has to write its name."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.patterns import fixed, matches
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.workflow import Call, Workflow

HTTP = ("http:",)
EXECUTIONS = ("states:", "aws-sdk:sfn:")


def unnamed(workflow: Workflow, policy: Policy, actions: tuple[str, ...]) -> Iterator[Call]:
    """Yield the calls whose action begins with one of *actions*, and that *policy* does not name."""
    for call in workflow.calls:
        action = beginning(call, actions)
        if action and not is_named(call, policy, action):
            yield call


def beginning(call: Call, actions: tuple[str, ...]) -> str:
    """Return the one of *actions* that the action of *call* begins with, whatever its letters' case; "" for none."""
    called = call.action.casefold() if call.is_service else ""
    return next((action for action in actions if called.startswith(action)), "")


def is_named(call: Call, policy: Policy, action: str = "") -> bool:
    """Return whether *policy* allows *call* with a pattern that writes *action* ("": that of the call) in full."""
    wanted = action or call.action
    return any(
        fixed(pattern).casefold().startswith(wanted.casefold()) and matches(pattern, call.called)
        for pattern in policy.resources
    )
