"""G104: other workflows are started, and Step Functions is managed, only when that is named."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.sensitive import EXECUTIONS, unnamed
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    for call in unnamed(workflow, policy, EXECUTIONS):
        yield Fault(call.place, f"{call.action} works on other state machines, and the guardrails do not name it")


RULE = GuardrailRule(
    id="G104",
    title="Nested executions are started only when they are named",
    description=(
        "states:startExecution and aws-sdk:sfn:… must be named among the Resources, sfn at least by its service: "
        "another workflow has other guardrails."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-nested-workflows.html",
    hint="put the states into this workflow, or ask the infra team to name arn:aws:states:::states:startExecution*",
    check=_check,
)
