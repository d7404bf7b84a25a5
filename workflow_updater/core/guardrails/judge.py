"""Whether a workflow keeps to a policy."""

from __future__ import annotations

from workflow_updater.core.guardrails.listed import WALKED
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.workflow import walk
from workflow_updater.core.validation.finding import Finding


def judge(definition: object, policy: Policy) -> list[Finding]:
    """
    Return what *policy* has against *definition*, a `Document.value`; [] when it allows all of it.

    Places are pointers only. No comment of the definition takes a finding back: they guard somebody else's account.
    What is no machine at all has no finding here; validation refuses it.
    """
    if not isinstance(definition, dict):
        return []
    workflow = walk(definition)
    return [rule.told(fault) for rule in WALKED for fault in rule.check(workflow, policy)]
