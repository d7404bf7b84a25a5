"""E628: a Map state has an ItemSelector or its older name, not both."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    if "Parameters" in state.body and state.query_language != "JSONata":
        yield Fault(state.pointer("Parameters"), f'the Map state "{state.name}" has both ItemSelector and Parameters')


RULE = StateRule(
    id="E628",
    title="A Map state has one ItemSelector",
    description="Parameters of a Map state is the older name of ItemSelector.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemselector.html",
    hint="move what Parameters has into ItemSelector",
    types=frozenset({"Map"}),
    fields=frozenset({"ItemSelector"}),
    check=_check,
)
