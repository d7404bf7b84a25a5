"""G302: Map and Parallel are not nested more deeply than the policy allows."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import NESTING_TYPES
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    if policy.nesting is None:
        return
    for state, depth, _ in workflow.states:
        if state.type in NESTING_TYPES and depth == policy.nesting:  # the first too deep; those inside are its own
            message = f"{state.type} {depth + 1} levels deep; the guardrails allow {policy.nesting}"
            yield Fault(state.pointer(), message)


RULE = GuardrailRule(
    id="G302",
    title="Map and Parallel are not nested more deeply than allowed",
    description="Limits.Nesting is how many Map and Parallel states may stand one in another; 0 allows none.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html",
    hint="take the inner one out, or ask the infra team to raise Limits.Nesting",
    check=_check,
)
