"""G107: what a call reaches can be seen in the definition."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.guardrails.policy import ANYTHING, Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.sensitive import is_named
from workflow_updater.core.guardrails.targets import Hidden, Target, targets
from workflow_updater.core.guardrails.workflow import Call, Workflow
from workflow_updater.core.validation.rule import Fault

_NO_ARGUMENTS = "without Parameters or Arguments the state's input is passed, and so could name any target"


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    if policy.trusts_every_target:
        return
    for call in workflow.calls:
        if not call.is_service:
            continue
        if call.passes_input:
            yield Fault(call.place, f"{call.action}: {_NO_ARGUMENTS}", "write Parameters, with the target in it")
        if call.arguments:
            yield from _of_arguments(call, policy)


def _of_arguments(call: Call, policy: Policy) -> Iterator[Fault]:
    found = list(targets(call, policy.targets))
    for one in found:
        if isinstance(one, Hidden):
            yield Fault(one.place, f"it {one.why}")
        elif one.text is None and ANYTHING not in policy.target(one.name):
            yield Fault(one.place, f"which {one.name} it is, nobody can judge before it runs")
    if not any(isinstance(one, Target) for one in found) and not is_named(call, policy):
        message = f"{call.action}: no parameter is known to name its target"
        hint = f"ask the infra team to name arn:aws:states:::{call.called} in full among the Resources"
        yield Fault(call.place, message, hint)


RULE = GuardrailRule(
    id="G107",
    title="Targets stand in the definition",
    description=(
        "A target that is computed (a path, an intrinsic function, JSONata), or could hide in a computed parameter, "
        "cannot be judged. It is refused unless Targets lists * for that parameter."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html",
    hint="write the target itself, or a ${placeholder} that the infra team fills",
    check=_check,
)
