"""G301: a workflow has no more states than the policy allows."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    count = sum(len(scope.names) for scope in workflow.scopes)
    if policy.states is not None and count > policy.states:
        yield Fault("/States", f"{count} states, those inside Map and Parallel too; {policy.states} are allowed")


RULE = GuardrailRule(
    id="G301",
    title="A workflow has no more states than allowed",
    description="Limits.States is how many states a workflow has at most, all that are nested in it included.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
    hint="divide the workflow, or ask the infra team to raise Limits.States",
    check=_check,
)
