"""E206: readers, batchers, writers and the configuration of a Map state have known fields only."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import value_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import MAP_OBJECTS
from workflow_updater.core.validation.rules.fields.languages import of_the_other_language
from workflow_updater.core.validation.rules.fields.strangers import strangers


def _check(state: State) -> Iterator[Fault]:
    for way, known in MAP_OBJECTS.items():
        body = value_at(state.body, way)
        if isinstance(body, dict):
            path = (*state.path, *way)
            yield from strangers(body, path, known, f'the {way[-1]} of "{state.name}"')
            yield from of_the_other_language(body, path, state.query_language, known)


RULE = StateRule(
    id="E206",
    title="The parts of a Map state have known fields only",
    description="ItemReader, ItemBatcher, ResultWriter, their configurations and the ProcessorConfig of a Map state.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
    hint="remove the field",
    types=frozenset({"Map"}),
    fields=frozenset({way[0] for way in MAP_OBJECTS}),
    check=_check,
)
