"""E113: a Parallel state has branches, each a machine."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    branches = state.body.get("Branches")
    if "Branches" not in state.body:
        yield Fault(state.pointer(), f'the Parallel state "{state.name}" has no Branches')
    elif not isinstance(branches, list):
        yield Fault(state.pointer("Branches"), f'the Branches of "{state.name}" are not an array')
    elif not branches:
        yield Fault(state.pointer("Branches"), f'the Branches of "{state.name}" are empty')
    else:
        for index, branch in enumerate(branches):
            if not isinstance(branch, dict):
                yield Fault(state.pointer("Branches", index), f'branch {index} of "{state.name}" is not an object')


RULE = StateRule(
    id="E113",
    title="A Parallel state has branches",
    description="Branches is an array of at least one machine: “Value cannot be empty at /States/X/Branches”.",
    source="https://states-language.net/spec.html#parallel-state",
    hint='write an array of objects, each with "StartAt" and "States"',
    types=frozenset({"Parallel"}),
    check=_check,
)
