"""G202: each Task is tried again."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    if "Retry" not in policy.require:
        return
    for state in workflow.tasks:
        if not _retries(state.body.get("Retry")):
            yield Fault(state.pointer(), "the guardrails want a Retry of each Task")


def _retries(written: object) -> bool:
    return isinstance(written, list) and any(
        isinstance(retrier, dict) and retrier.get("MaxAttempts") != 0 for retrier in written
    )


RULE = GuardrailRule(
    id="G202",
    title="Tasks are tried again where the guardrails require it",
    description="With Retry in Require, each Task has a retrier, and not one with MaxAttempts 0 only.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    hint="add a Retry for the errors that pass by themselves",
    check=_check,
)
