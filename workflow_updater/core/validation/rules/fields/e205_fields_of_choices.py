"""E205: choices have known fields only, and none of the other query language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import CHOICE_FIELDS, NESTED_CHOICE_FIELDS
from workflow_updater.core.validation.rules.fields.languages import of_the_other_language
from workflow_updater.core.validation.rules.fields.strangers import strangers


def _check(state: State) -> Iterator[Fault]:
    choices = state.body["Choices"]
    for index, choice in enumerate(choices if isinstance(choices, list) else ()):
        path = (*state.path, "Choices", index)
        if isinstance(choice, dict):
            yield from strangers(choice, path, CHOICE_FIELDS, f'a choice of "{state.name}"')
            others = of_the_other_language(choice, path, state.query_language, CHOICE_FIELDS)
            yield from islice(others, 1)  # a Variable has its comparison with it: one fault
            for inner_path, inner in _inside(path, choice):
                yield from strangers(inner, inner_path, NESTED_CHOICE_FIELDS, f'a condition of "{state.name}"')


def _inside(path: Path, choice: dict[str, object]) -> Iterator[tuple[Path, dict[str, object]]]:
    """Yield path and body of every condition inside *choice*, however deep."""
    pending: list[tuple[Path, object]] = [(path, choice)]
    while pending:
        path, condition = pending.pop()
        if not isinstance(condition, dict):
            continue
        if condition is not choice:
            yield path, condition
        for field in ("Or", "And"):
            listed = condition.get(field)
            if isinstance(listed, list):
                pending.extend(((*path, field, index), listed[index]) for index in reversed(range(len(listed))))
        if "Not" in condition:
            pending.append(((*path, "Not"), condition["Not"]))


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
