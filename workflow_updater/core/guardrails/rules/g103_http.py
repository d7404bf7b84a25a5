"""G103: requests to the internet are named."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.sensitive import HTTP, unnamed
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    for call in unnamed(workflow, policy, HTTP):
        yield Fault(call.place, "http:invoke sends data out of the account, and the guardrails do not name it")


RULE = GuardrailRule(
    id="G103",
    title="HTTP endpoints are called only when they are named",
    description="http:invoke needs arn:aws:states:::http:invoke among the Resources; no * stands for it.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html",
    hint="call a function that sends the request, or ask the infra team to name arn:aws:states:::http:invoke",
    check=_check,
)
