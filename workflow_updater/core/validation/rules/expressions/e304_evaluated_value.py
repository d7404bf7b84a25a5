"""E304: the value of a key that ends with .$ can be evaluated."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import TEMPLATE_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told


def _check(state: State) -> Iterator[Fault]:
    read = expressions(state)
    for way in read.found.not_text:
        yield told(state, way, "is neither a path nor a function: it is no text")
    for expression, _ in read.path_faults:
        if expression.kind == "template" and not expression.text.lstrip().startswith(("$", "States.")):
            yield told(state, expression.way, "is neither a path nor a function")


RULE = StateRule(
    id="E304",
    title="A key with .$ has a path or a function",
    description=(
        "AWS: “The value for the field … must be a valid JSONPath or a valid intrinsic function call”. That is so at "
        "any depth of Parameters, ResultSelector, ItemSelector, Assign, Credentials, BatchInput, and the Parameters of "
        "ItemReader and ResultWriter."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html",
    hint="write a path or a function, or take the .$ off the key",
    types=ANY_TYPE,
    fields=TEMPLATE_FIELDS,
    language="JSONPath",
    check=_check,
)
