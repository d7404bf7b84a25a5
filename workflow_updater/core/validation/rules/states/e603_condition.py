"""E603: the Condition of a choice is an expression, or true or false."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.choices import choices
from workflow_updater.core.definition.expressions.fences import has_fence
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for choice in choices(state):
        condition = choice.body.get("Condition", True)
        if not isinstance(condition, bool) and not is_open(condition) and not has_fence(condition):
            yield Fault(
                state.pointer(*choice.way, "Condition"),
                f'the Condition of a choice of "{state.name}" is neither an expression nor true or false',
            )


RULE = StateRule(
    id="E603",
    title="A Condition is an expression",
    description="In JSONata a choice has a Condition: an expression that gives true or false, or one of these.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html",
    hint='write an expression: "{% $states.input.… = … %}"',
    types=frozenset({"Choice"}),
    fields=frozenset({"Choices"}),
    language="JSONata",
    check=_check,
)
