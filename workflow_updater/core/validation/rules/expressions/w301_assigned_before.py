"""W301: a variable is read after it can have been assigned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from workflow_updater.core.definition.expressions.variables import Read, read_variables
from workflow_updater.core.definition.machine import Scope, State
from workflow_updater.core.validation.rule import DefinitionRule, Fault
from workflow_updater.core.validation.rules.expressions.flow import variables_on_entry
from workflow_updater.core.validation.rules.expressions.surroundings import is_distributed

_EXISTS = r"\$exists\(\s*+\$(\w++)"


def _check(scopes: Sequence[Scope]) -> Iterator[Fault]:
    reads = [
        (state, found) for scope in scopes for state in scope.states.values() if (found := [*read_variables(state)])
    ]
    if not reads:
        return
    bits = {name: 1 << index for index, name in enumerate({read.name: None for _, found in reads for read in found})}
    on_entry = variables_on_entry(scopes, bits)
    apart = tuple(scope.path for scope in scopes if is_distributed(scope))
    for state, found in reads:
        known = on_entry.get(state.path, -1)  # all of them, where nobody knows
        for read in dict.fromkeys(found):  # an expression may read it twice
            if not known & bits[read.name] and read.name not in _asked_for(read.text):
                yield _fault(state, read, is_apart=any(state.path[: len(path)] == path for path in apart))


@lru_cache(maxsize=8)
def _asked_for(text: str) -> frozenset[str]:
    """Return the variables of which the expression *text* asks whether they exist; then they need not."""
    return frozenset(re.findall(_EXISTS, text))


def _fault(state: State, read: Read, *, is_apart: bool) -> Fault:
    where = state.pointer(*read.way)
    if read.name == "states":
        hint = "in JSONPath $ is the input and $$ the context object"
        return Fault(where, f'"{state.name}" reads $states, which only JSONata has', hint)
    hint = "a distributed map sees no variables from outside: pass it in with ItemSelector" if is_apart else ""
    return Fault(where, f'"{state.name}" reads ${read.name}, and no state that can come before it assigns that', hint)


RULE = DefinitionRule(
    id="W301",
    title="A variable is assigned before it is read",
    description=(
        "AWS takes the definition, and the execution fails there. A state sees what was assigned before it began: by "
        "states on a way to it, and to those around its branch or item processor; a distributed map sees nothing of "
        "these. What branches and item processors assign is gone when they end."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html",
    hint="assign it in a state before, or correct its name",
    check=_check,
)
