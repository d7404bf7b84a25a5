"""W631: a choice that is never taken, since one before it always is."""

from __future__ import annotations

import json
from collections.abc import Iterator

from workflow_updater.core.definition.choices import Condition, choices
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule

_NOT_CONDITIONS = frozenset({"Next", "Comment", "Assign", "Output"})
_NEVER_THE_SAME = "$random("


def _check(state: State) -> Iterator[Fault]:
    listed = [*choices(state)]
    if len(listed) < 2:
        return
    before: dict[str, int] = {}
    always = -1
    for choice in listed:
        index, condition = int(choice.way[1]), _condition(choice)
        where = state.pointer(*choice.way)
        if always >= 0:
            yield Fault(where, f'choice {index} of "{state.name}" is never taken: choice {always} always is')
        elif condition and condition in before:
            message = f'choice {index} of "{state.name}" is never taken: choice {before[condition]} has its condition'
            yield Fault(where, message)
        before.setdefault(condition, index)
        if always < 0 and choice.body.get("Condition") is True:
            always = index


def _condition(choice: Condition) -> str:
    """Return the condition of *choice* in one form for what means the same; "" when it may change meanwhile."""
    parts = {field: value for field, value in choice.body.items() if field not in _NOT_CONDITIONS}
    text = json.dumps(parts, sort_keys=True) if parts else ""
    return "" if _NEVER_THE_SAME in text else text


RULE = StateRule(
    id="W631",
    title="A choice can be taken",
    description=(
        "The first choice that is true is taken: one with the same condition as a choice before it, or behind a "
        "Condition of true, never is."
    ),
    source="https://states-language.net/spec.html#choice-state",
    hint="remove it, or correct its condition",
    types=frozenset({"Choice"}),
    fields=frozenset({"Choices"}),
    check=_check,
)
