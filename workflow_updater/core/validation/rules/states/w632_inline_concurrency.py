"""W632: a Map state that runs inline and asks for more concurrency than there is."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_number
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.states.maps import mode

_MOST_INLINE = 40  # source: of the rule


def _check(state: State) -> Iterator[Fault]:
    concurrency = state.body["MaxConcurrency"]
    if is_number(concurrency) and concurrency > _MOST_INLINE and mode(state) == "INLINE":
        yield Fault(
            state.pointer("MaxConcurrency"),
            f'"{state.name}" asks for {concurrency} iterations at once, and inline there are at most {_MOST_INLINE}',
        )


RULE = StateRule(
    id="W632",
    title="An inline Map state asks for no more than 40 iterations at once",
    description="In INLINE mode, up to 40 iterations run concurrently; more need DISTRIBUTED mode.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html",
    hint="lower MaxConcurrency, or use Mode DISTRIBUTED",
    types=frozenset({"Map"}),
    fields=frozenset({"MaxConcurrency"}),
    check=_check,
)
