"""E321: a variable has a name that expressions can write."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.variables import ASSIGNING_FIELDS, assigned_variables
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule

MAX_CHARACTERS = 80  # source: the page below


def _check(state: State) -> Iterator[Fault]:
    for way, name in assigned_variables(state):
        what = "" if has_placeholder(name) else _fault(name)
        if what:
            yield Fault(state.pointer(*way), f'"{state.name}" assigns the variable "{name[:90]}": {what}')


def _fault(name: str) -> str:
    if name == "states":
        return "$states is reserved"
    if len(name) > MAX_CHARACTERS:
        return f"it has {len(name)} characters, and {MAX_CHARACTERS} are the most"
    if not name.replace("-", "_").isidentifier():  # of hyphens W321 warns: not everybody says that AWS refuses them
        return "a name begins with a letter and goes on with letters, digits and _"
    return ""


RULE = StateRule(
    id="E321",
    title="A variable has a valid name",
    description=(
        "AWS: “Invalid variable name: the variable name contains invalid characters” (INVALID_VARIABLE_NAME), “Cannot "
        "assign to reserved variable '$states'” (RESERVED_VARIABLE_NAME). Names are Unicode identifiers of at most 80 "
        "characters."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html",
    hint="rename it, here and where it is read",
    types=ANY_TYPE,
    fields=ASSIGNING_FIELDS,
    check=_check,
)
