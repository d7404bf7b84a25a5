"""E205: choices have known fields only, and none of the other query language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from workflow_updater.core.definition.choices import conditions
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import CHOICE_FIELDS, NESTED_CHOICE_FIELDS
from workflow_updater.core.validation.rules.fields.languages import of_the_other_language
from workflow_updater.core.validation.rules.fields.strangers import strangers


def _check(state: State) -> Iterator[Fault]:
    for condition in conditions(state):
        path, body = (*state.path, *condition.way), condition.body
        if condition.is_outermost:
            yield from strangers(body, path, CHOICE_FIELDS, f'a choice of "{state.name}"')
            others = of_the_other_language(body, path, state.query_language, CHOICE_FIELDS)
            yield from islice(others, 1)  # a Variable has its comparison with it: one fault
        else:
            yield from strangers(body, path, NESTED_CHOICE_FIELDS, f'a condition of "{state.name}"')


RULE = StateRule(
    id="E205",
    title="Choices have known fields only",
    description=(
        "A choice is a comparison, or And, Or, Not of such, or in JSONata a Condition; Next, Assign and Output are for "
        "the outermost: “Field 'Next' is not supported”."
    ),
    source="https://states-language.net/spec.html#choice-state",
    hint="remove the field",
    types=frozenset({"Choice"}),
    fields=frozenset({"Choices"}),
    check=_check,
)
