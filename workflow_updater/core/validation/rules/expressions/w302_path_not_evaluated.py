"""W302: a text in a template that looks as if it were evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fault import Fault as ExpressionFault
from workflow_updater.core.definition.expressions.fences import OPENING
from workflow_updater.core.definition.expressions.jsonpath import parse_path
from workflow_updater.core.definition.expressions.places import TEMPLATE_FIELDS, Expression
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told

_PATH = r"\$\$?(?:\.[A-Za-z_]|\[)"


def _check(state: State) -> Iterator[Fault]:
    for literal in expressions(state).found.literals:
        if literal.text.startswith(OPENING) or not _looks_evaluated(literal) or _is_refused(state, literal):
            continue
        yield told(
            state, literal.way, f"stays the text {literal.text[:40]}: nothing says to evaluate it", _hint(literal)
        )


def _is_refused(state: State, literal: Expression) -> bool:
    """Return whether *literal* stands for all the parameters of an integration, which E409 refuses."""
    return literal.way == ("Parameters",) and ":states:::" in str(state.body.get("Resource"))


def _hint(literal: Expression) -> str:
    key = literal.way[-1]
    if len(literal.way) == 1:
        return f"write an object in {key}, with keys that end with .$; InputPath and OutputPath take a path alone"
    return f'write "{key}.$"' if isinstance(key, str) else "make the array with States.Array(…) at a key with .$"


def _looks_evaluated(literal: Expression) -> bool:
    if any("path" in key.lower() for key in literal.way if isinstance(key, str)):
        return False  # services have parameters of their own that hold paths, like InputPathsMap
    if literal.text.startswith("States."):
        from workflow_updater.core.definition.expressions.intrinsics import parse_intrinsic  # few templates come here

        return not isinstance(parse_intrinsic(literal.text), ExpressionFault)
    return re.match(_PATH, literal.text) is not None and not isinstance(parse_path(literal.text), ExpressionFault)


RULE = StateRule(
    id="W302",
    title="A path in a template has a key with .$",
    description="AWS warns too: NO_DOLLAR. Without .$ at its key a path or a function is plain text.",
    source="https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html",
    types=ANY_TYPE,
    fields=TEMPLATE_FIELDS,
    language="JSONPath",
    check=_check,
)
