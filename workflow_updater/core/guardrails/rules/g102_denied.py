"""G102: what the policy denies is not called, whatever else it allows."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.patterns import admitted
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    denied = [pattern.casefold() for pattern in policy.denied]
    for call in workflow.calls:
        if call.resource and call.is_service and admitted(denied, call.called.casefold()):
            yield Fault(call.place, f"{call.resource.text} is among what the guardrails deny")


RULE = GuardrailRule(
    id="G102",
    title="Nothing denied is called",
    description="What Denied lists is refused even where Resources allows it; upper and lower case are the same here.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    hint="do it another way, or ask the infra team",
    check=_check,
)
