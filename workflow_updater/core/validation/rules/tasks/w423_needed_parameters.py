"""W423: an integration gets the parameters that the guide calls required."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.parameters import missing


def _check(state: State) -> Iterator[Fault]:
    yield from missing(state, is_refused=False)


RULE = StateRule(
    id="W423",
    title="An integration has the parameters that its service needs",
    description="The guide calls them required; E409 has those of which it is known that AWS refuses the definition.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
