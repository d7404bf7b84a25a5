"""G203: each Task catches what it has not foreseen."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    if "Catch" not in policy.require:
        return
    for state in workflow.tasks:
        if not _catches_all(state.body.get("Catch")):
            yield Fault(state.pointer(), "the guardrails want a Catch of States.ALL of each Task")


def _catches_all(written: object) -> bool:
    return isinstance(written, list) and any(
        isinstance(catcher, dict) and "States.ALL" in (catcher.get("ErrorEquals") or ()) for catcher in written
    )


RULE = GuardrailRule(
    id="G203",
    title="Tasks catch every error where the guardrails require it",
    description="With Catch in Require, each Task has a catcher for States.ALL.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    hint="add a catcher with ErrorEquals [States.ALL]",
    check=_check,
)
