"""E601: a choice is one comparison, or one And, Or or Not, or one Condition."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.choices import Condition, choices, conditions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import COMPARISONS, NESTED_CHOICE_FIELDS

_FORMS = ("And", "Or", "Not", "Variable")
_ADD_ONE = 'compare something: {"Variable": "$.…", "StringEquals": "…"}'


def _check(state: State) -> Iterator[Fault]:
    if state.query_language == "JSONata":
        yield from _without_condition(state)
        return
    for condition in conditions(state):
        forms = [form for form in _FORMS if form in condition.body]
        comparisons = [field for field in condition.body if field in COMPARISONS]
        message, hint = _fault(condition, forms, comparisons)
        if message:
            yield Fault(state.pointer(*condition.way), f'a choice of "{state.name}" {message}', hint)


def _without_condition(state: State) -> Iterator[Fault]:
    for choice in choices(state):
        if "Condition" not in choice.body and choice.body.keys().isdisjoint(NESTED_CHOICE_FIELDS - {"Comment"}):
            hint = 'add a "Condition": "{% … %}"'
            yield Fault(state.pointer(*choice.way), f'a choice of "{state.name}" has no Condition', hint)


def _fault(condition: Condition, forms: list[str], comparisons: list[str]) -> tuple[str, str]:
    """Return what is wrong and how to cure it; "" when nothing is, or when a field too many (E205) explains it."""
    if len(forms) > 1:
        return f"has {' and '.join(forms)}, and only one of them can count", f"put {forms[1]} into a choice of its own"
    if not forms and comparisons:
        return f"compares with {comparisons[0]} and has no Variable", 'add "Variable" with a path: "$.…"'
    if forms != ["Variable"] and comparisons:
        return f"has {forms[0]} and {comparisons[0]}", f"put {comparisons[0]} with its Variable into {forms[0]}"
    if len(comparisons) > 1:
        return f"has {' and '.join(comparisons)}, and only one of them can count", "combine two conditions with And"
    if forms and (comparisons or forms != ["Variable"]):
        return "", ""
    known = condition.body.keys() <= NESTED_CHOICE_FIELDS | {"Next", "Assign"}
    return ("compares nothing", _ADD_ONE) if known else ("", "")


RULE = StateRule(
    id="E601",
    title="A choice is one condition",
    description=(
        "AWS: “The object must have only one of the following fields, [And, Or, Not, Variable, Condition]”, and a "
        "Variable goes with one comparison: “There should only be one of the following fields: [StringEquals, …]”."
    ),
    source="https://states-language.net/spec.html#choice-state",
    types=frozenset({"Choice"}),
    fields=frozenset({"Choices"}),
    check=_check,
)
