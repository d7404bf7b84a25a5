"""E302: where one node is meant, a reference path stands."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.jsonpath import JsonPath
from workflow_updater.core.definition.expressions.places import PATH_FIELDS, Expression
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told

# source: https://github.com/floci-io/floci/issues/3733, measured on AWS
_WITHOUT_CONTEXT = frozenset(
    {"MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath"}
    | {"MaxItemsPath", "MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"}
)


def _check(state: State) -> Iterator[Fault]:
    for expression, path in expressions(state).paths:
        if expression.kind in ("reference", "target", "message"):
            fault = _fault(expression, path)
            if fault:
                yield told(state, expression.way, *fault)


def _fault(expression: Expression, path: JsonPath) -> tuple[str, str] | None:
    if expression.kind == "target" and path.root != "$":
        return "puts the result elsewhere than into the input", "begin with $. and use Assign for variables"
    if path.root == "$$" and expression.way[-1] in _WITHOUT_CONTEXT:
        return "reads the context object, which this field cannot", "read the input or a variable"
    if not path.is_reference:
        return "may select several nodes", ""
    return None


RULE = StateRule(
    id="E302",
    title="A reference path names one node",
    description=(
        "AWS: “Value is not a Reference Path”. ResultPath, ItemsPath, Variable and every …Path except InputPath and "
        "OutputPath name one node: no .., *, slices, lists or filters. ResultPath is a place in the input; the numbers "
        "of a Map state are not read from the context object."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html",
    hint="use only .name, ['name'] and [0]; select in a Pass state before, where any path may stand",
    types=ANY_TYPE,
    fields=PATH_FIELDS,
    language="JSONPath",
    check=_check,
)
