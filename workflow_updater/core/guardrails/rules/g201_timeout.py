"""G201: each Task has a time limit."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    if "Timeout" not in policy.require:
        return
    for state in workflow.tasks:
        if state.body.get("TimeoutSeconds") is None and state.body.get("TimeoutSecondsPath") is None:
            yield Fault(state.pointer(), "the guardrails want a time limit of each Task")


RULE = GuardrailRule(
    id="G201",
    title="Tasks have time limits where the guardrails require them",
    description="With Timeout in Require, each Task has TimeoutSeconds or TimeoutSecondsPath.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html",
    hint="add TimeoutSeconds",
    check=_check,
)
