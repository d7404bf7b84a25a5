"""W513: a retrier whose longest delay is shorter than its first."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.literals import is_number
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for retrier in handlers(state, "Retry"):
        interval, longest = retrier.body.get("IntervalSeconds", 1), retrier.body.get("MaxDelaySeconds")
        if is_number(interval) and is_number(longest) and 0 < longest < interval:
            yield Fault(
                state.pointer("Retry", retrier.position, "MaxDelaySeconds"),
                f"MaxDelaySeconds {longest} is less than IntervalSeconds {interval}, which then never counts",
            )


RULE = StateRule(
    id="W513",
    title="The longest delay is not shorter than the first",
    description="MaxDelaySeconds caps every wait between two attempts, the first of IntervalSeconds included.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    hint="raise MaxDelaySeconds, or lower IntervalSeconds",
    types=CATCHING_TYPES,
    fields=frozenset({"Retry"}),
    check=_check,
)
