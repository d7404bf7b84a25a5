"""W633: a Map state that runs inline and has fields that only count when it is distributed."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.states.maps import mode

_FIELDS = (
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
)


def _check(state: State) -> Iterator[Fault]:
    if mode(state) == "INLINE":
        for field in _FIELDS:
            if field in state.body:
                message = f'the {field} of "{state.name}" counts in Mode DISTRIBUTED only, and it runs inline'
                yield Fault(state.pointer(field), message)


RULE = StateRule(
    id="W633",
    title="Fields of a distributed Map state are in one",
    description=(
        "ItemReader, ItemBatcher, ResultWriter and ToleratedFailure… are about map runs, which only DISTRIBUTED mode "
        "has; AWS takes them in INLINE mode, the default, without a word."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
    hint='add "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, or remove the field',
    types=frozenset({"Map"}),
    fields=frozenset(_FIELDS),
    check=_check,
)
