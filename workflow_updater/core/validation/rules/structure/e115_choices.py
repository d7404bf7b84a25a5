"""E115: a Choice state has choices, and each says where it goes."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    choices = state.body.get("Choices")
    if "Choices" not in state.body:
        yield Fault(state.pointer(), f'the Choice state "{state.name}" has no Choices')
    elif not isinstance(choices, list):
        yield Fault(state.pointer("Choices"), f'the Choices of "{state.name}" are not an array')
    elif not choices:
        yield Fault(state.pointer("Choices"), f'the Choices of "{state.name}" are empty')
    else:
        for index, choice in enumerate(choices):
            if not isinstance(choice, dict):
                yield Fault(state.pointer("Choices", index), f'choice {index} of "{state.name}" is not an object')
            elif "Next" not in choice:
                yield Fault(state.pointer("Choices", index), f'choice {index} of "{state.name}" has no Next')


RULE = StateRule(
    id="E115",
    title="A Choice state has choices",
    description="Choices is an array of at least one object, each with the Next that it leads to.",
    source="https://states-language.net/spec.html#choice-state",
    hint='write an array of objects, each with a condition and "Next"',
    types=frozenset({"Choice"}),
    check=_check,
)
