"""E301: what shall be a JSONPath is one."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.places import JSONPATH_FIELDS
from workflow_updater.core.definition.expressions.reading import expressions, is_call
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import ANY_TYPE, Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told_place


def _check(state: State) -> Iterator[Fault]:
    for expression, fault in expressions(state).path_faults:
        is_evaluable = expression.kind != "template" or expression.text.lstrip().startswith("$")  # if not, E304 says so
        if is_evaluable and not is_call(expression):
            yield told_place(state, expression, "is no JSONPath", fault)


RULE = StateRule(
    id="E301",
    title="A path is a JSONPath",
    description=(
        "AWS: “Value must be a valid JSONPath”, “Value is not a Reference Path: Reference path didn't start with '$'”. "
        "A path begins with $ (the input), $$ (the context object) or $name (a variable), and goes on with .name, "
        "['name'], [0], and where it may select several nodes with .., *, slices and filters. Functions stand only at "
        "keys that end with .$ and in ErrorPath and CausePath."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html",
    hint="write a path like $.order.items[0]",
    types=ANY_TYPE,
    fields=JSONPATH_FIELDS,
    language="JSONPath",
    check=_check,
)
