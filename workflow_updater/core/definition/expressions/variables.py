"""Which variables a state assigns and which it reads. Source: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workflow_updater.core.definition.expressions.jsonata_functions import FUNCTIONS
from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS, JSONPATH_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder

_NO_VARIABLES = ("$", "$$")
_FIELDS = JSONPATH_FIELDS | JSONATA_FIELDS
ASSIGNING_FIELDS = frozenset({"Assign", "Choices", "Catch"})  # of a state that may assign a variable


class Read(NamedTuple):
    """*name* is read by the expression *text* at *way* below the state."""

    way: Path
    name: str
    text: str


class Assigned(NamedTuple):
    """*name*, as expressions write it, is assigned at *way* below the state."""

    way: Path
    name: str


def assigned_variables(state: State) -> Iterator[Assigned]:
    """Yield every variable that *state*, one of its choices or one of its catchers assigns."""
    suffix = ".$" if state.query_language == "JSONPath" else ""
    for way in expressions(state).found.assigned:
        yield Assigned(way, str(way[-1]).removesuffix(suffix))


def assigns_unknown(state: State) -> bool:
    """Return whether *state* assigns variables whose names are not known here."""
    return (
        not state.query_language
        or any(has_placeholder(str(way[-1])) for way in expressions(state).found.assigned)
        or isinstance(state.body.get("Assign"), str)
    )


def read_variables(state: State) -> Iterator[Read]:
    """Yield every variable that *state* reads, `$states` and the functions of JSONata left out."""
    if state.body.keys().isdisjoint(_FIELDS):
        return
    read = expressions(state)
    for expression, path in read.paths:
        if path.root not in _NO_VARIABLES:
            yield Read(expression.way, path.variable, expression.text)
    for expression, function in read.calls:
        for path in function.paths:
            if path.root not in _NO_VARIABLES:
                yield Read(expression.way, path.variable, expression.text)
    for expression, references in read.jsonata:
        for variable in references.variables:
            if variable.name != "states" and variable.name not in FUNCTIONS:
                yield Read(expression.way, variable.name, expression.text)
