"""G105: a Task takes no other role than the policy names."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.guardrails.patterns import admitted
from workflow_updater.core.guardrails.policy import ANYTHING, Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    for placed in workflow.states:
        state = placed.state
        if "Credentials" not in state.body or ANYTHING in policy.credentials:
            continue
        role = _role(state)
        if role is None:
            yield Fault(state.pointer("Credentials"), "which role it takes, nobody can judge before it runs")
        elif not admitted(policy.credentials, role):
            yield Fault(state.pointer("Credentials", "RoleArn"), f"the guardrails do not allow the role {role}")


def _role(state: State) -> str | None:
    written = state.body["Credentials"]
    if not isinstance(written, dict) or set(written) != {"RoleArn"}:
        return None
    role = written["RoleArn"]
    is_computed = isinstance(role, str) and state.query_language != "JSONPath" and "{%" in role
    return role if isinstance(role, str) and not is_computed else None


RULE = GuardrailRule(
    id="G105",
    title="Roles of Credentials are named",
    description="A Task with Credentials acts as another role; Credentials of the guardrails lists those it may take.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html",
    hint="leave Credentials out, or ask the infra team to list the role in Credentials of the guardrails",
    check=_check,
)
