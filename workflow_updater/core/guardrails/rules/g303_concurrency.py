"""G303: Map states run no more iterations at a time than the policy allows."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.guardrails.policy import Concurrency, Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault

_MOST_TOLD = 10**9  # Python does not write numbers of any length
INLINE_MOST, DISTRIBUTED_MOST = 40, 10_000  # source: Step Functions, "Map state", MaxConcurrency 0 or none


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    allowed = policy.concurrency
    if allowed is None:
        return
    for state, _, around in workflow.states:
        if state.type == "Map" and (message := _fault(state, around, allowed)):
            below = ("MaxConcurrency",) if "MaxConcurrency" in state.body else ()
            yield Fault(state.pointer(*below), message)


def _fault(state: State, around: tuple[State, ...], allowed: Concurrency) -> str:
    written = state.body.get("MaxConcurrency")
    if (
        not around
        and "MaxConcurrencyPath" not in state.body
        and isinstance(written, str)
        and written in allowed.placeholders
    ):
        return ""
    iterations = 1
    for one in (*around, state):
        own = _iterations(one)
        if own is None:
            return f"how many iterations run at a time, nobody can judge; the guardrails allow {allowed.most:,}"
        iterations = min(iterations * own, _MOST_TOLD)
    if iterations <= min(allowed.most, _MOST_TOLD - 1):
        return ""
    nested = ", together with the Map states around it" if around else ""
    return f"{iterations:,} iterations at a time{nested}; the guardrails allow {allowed.most:,}"


def _iterations(state: State) -> int | None:
    """Return how many iterations of a Map run at a time at most, None when that is not to be seen."""
    written = state.body.get("MaxConcurrency", 0)
    if "MaxConcurrencyPath" in state.body or isinstance(written, bool) or not isinstance(written, int):
        return None
    if written > 0:
        return written
    return DISTRIBUTED_MOST if _is_distributed(state) else INLINE_MOST


def _is_distributed(state: State) -> bool:
    """Return whether a Map may be a distributed one: all that is not plainly inline."""
    processor = state.body.get("ItemProcessor")
    config = processor.get("ProcessorConfig", {}) if isinstance(processor, dict) else {}
    return not isinstance(config, dict) or config.get("Mode", "INLINE") != "INLINE"


RULE = GuardrailRule(
    id="G303",
    title="Map states run no more iterations at a time than allowed",
    description=(
        "Limits.MaxConcurrency is how many iterations run at a time, a Map inside a Map multiplied. Without "
        "MaxConcurrency an inline Map runs 40, a distributed one 10,000."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
    hint="set MaxConcurrency, or ask the infra team to raise Limits.MaxConcurrency",
    check=_check,
)
