"""E505: a retrier's JitterStrategy is FULL or NONE."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for retrier in handlers(state, "Retry"):
        strategy = retrier.body.get("JitterStrategy", "NONE")
        if strategy not in ("FULL", "NONE") and not is_open(strategy):
            yield Fault(
                state.pointer("Retry", retrier.position, "JitterStrategy"),
                f'JitterStrategy of a retrier of "{state.name}" is neither FULL nor NONE',
            )


RULE = StateRule(
    id="E505",
    title="JitterStrategy is FULL or NONE",
    description="FULL waits a random time up to the interval, NONE exactly the interval.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    hint='write "FULL" or "NONE"',
    types=CATCHING_TYPES,
    fields=frozenset({"Retry"}),
    check=_check,
)
