"""E305: a field of a template stands with .$ or without it, not both."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import TEMPLATE_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told


def _check(state: State) -> Iterator[Fault]:
    for way in expressions(state).found.twice:
        yield told(state, way, f"stands there without .$ too: both would become {str(way[-1])[:-2]}")


RULE = StateRule(
    id="E305",
    title="A field of a template stands once",
    description="When the .$ is taken off, the names of the fields of one object must still differ.",
    source="https://states-language.net/spec.html#payload-template",
    hint="remove one of the two",
    types=ANY_TYPE,
    fields=TEMPLATE_FIELDS,
    language="JSONPath",
    check=_check,
)
