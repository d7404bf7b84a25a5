"""E117: the name of a state has 1 to 80 characters."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import Fault, ScopeRule

_MAX_CHARACTERS = 80  # source: https://states-language.net/spec.html#states-fields


def _check(scope: Scope) -> Iterator[Fault]:
    for name in scope.names:
        if not name:
            yield Fault(scope.pointer("States", name), "a state has an empty name", "give it a name")
        if len(name) > _MAX_CHARACTERS and not has_placeholder(name):
            message = f'the name "{name[:20]}…" has {len(name)} characters, {_MAX_CHARACTERS} are allowed'
            yield Fault(scope.pointer("States", name), message)


RULE = ScopeRule(
    id="E117",
    title="The name of a state is neither empty nor too long",
    description="1 to 80 Unicode characters (INVALID_STATE_NAME).",
    source="https://states-language.net/spec.html#states-fields",
    hint="shorten it; Comment takes what it should tell",
    check=_check,
)
