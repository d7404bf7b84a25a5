"""G101: a call is one that the policy names."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.patterns import admitted, is_open, matches
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.sensitive import EXECUTIONS, HTTP, beginning
from workflow_updater.core.guardrails.workflow import Call, Workflow
from workflow_updater.core.validation.rule import Fault

_JUDGED_AS_TARGETS = frozenset({"function", "activity", "open"})


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    for call in workflow.calls:
        if call.resource is None:
            yield Fault(call.place, "the Resource is no text, so nobody can judge it")
        elif call.resource.kind not in _JUDGED_AS_TARGETS and not _is_allowed(call, policy):
            yield Fault(call.place, f"{call.resource.text} is not among the Resources that the guardrails allow")


def _is_allowed(call: Call, policy: Policy) -> bool:
    if call.resource is None or not call.is_service or call.resource.region or call.resource.account:
        return False
    if beginning(call, (*HTTP, *EXECUTIONS)):
        return True  # G103 and G104 look at these, more strictly
    if is_open(call.called):  # what it becomes is not known: it counts only where the policy writes the same
        return any(matches(pattern, call.called) for pattern in policy.resources)
    return admitted(policy.resources, call.called)


RULE = GuardrailRule(
    id="G101",
    title="Only allowed resources are called",
    description="A Task, ItemReader or ResultWriter may call the integrations and SDK actions that Resources lists.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html",
    hint="use another service, or ask the infra team to add this one to Resources of the guardrails",
    check=_check,
)
