"""G106: a call reaches only what the policy names."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.patterns import admitted, is_placeholder, matches
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.targets import Target, targets
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.services.resource import Resource
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    for call in workflow.calls:
        if call.is_service:
            for target in targets(call, policy.targets):
                if isinstance(target, Target) and target.text is not None:
                    yield from _judged(target.place, target.name, target.text, policy)
        elif call.resource is not None:
            yield from _called_itself(call.place, call.resource, policy)


def _judged(place: str, name: str, text: str, policy: Policy) -> Iterator[Fault]:
    if not admitted(policy.target(name), text):
        yield Fault(place, _message(name, text))


def _called_itself(place: str, resource: Resource, policy: Policy) -> Iterator[Fault]:
    """Yield what the policy has against a function, an activity or a placeholder that is the Resource itself."""
    name = "ActivityArn" if resource.kind == "activity" else "FunctionName"
    if resource.kind in {"function", "activity"} or is_placeholder(resource.text):
        yield from _judged(place, name, resource.text, policy)
    # What is composed is not admitted by a * alone: nobody knows what it becomes.
    elif resource.kind == "open" and not any(matches(pattern, resource.text) for pattern in policy.target(name)):
        yield Fault(place, _message(name, resource.text))


def _message(name: str, text: str) -> str:
    return f"{name} {text} is not among the Targets that the guardrails allow"


RULE = GuardrailRule(
    id="G106",
    title="Only allowed targets are reached",
    description=(
        "Parameters that name a function, a queue, a table, … may have the values that Targets lists for them. A "
        "${placeholder} counts as its name only: no * stands for it, nor for text beside it."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html",
    hint="use one of the allowed targets, or ask the infra team to add this one to Targets of the guardrails",
    check=_check,
)
