"""E322: a variable is assigned in one scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_updater.core.definition.expressions.variables import ASSIGNING_FIELDS, assigned_variables
from workflow_updater.core.definition.json_pointer import Path
from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import DefinitionRule, Fault
from workflow_updater.core.validation.rules.expressions.surroundings import outer_scope


def _check(scopes: Sequence[Scope]) -> Iterator[Fault]:
    if len(scopes) == 1:
        return
    names: dict[Path, dict[str, str]] = {}  # scope → variable → a state that assigns it
    around: dict[Path, Path | None] = {}
    for scope in scopes:  # the outer before the inner
        around[scope.path] = outer_scope(scope)
        own: dict[str, str] = {}
        for state in scope.states.values():
            if ASSIGNING_FIELDS.isdisjoint(state.body):
                continue
            for way, name in assigned_variables(state):
                if way[0] != "Catch":  # AWS was seen to take the name of what a catcher outside assigns
                    own.setdefault(name, state.name)
                outer = _assigned_around(name, scope.path, names, around)
                if outer and not has_placeholder(name):
                    yield Fault(
                        state.pointer(*way),
                        f'"{state.name}" assigns ${name}, and so does "{outer}" in the machine around it',
                    )
        if own:
            names[scope.path] = own


def _assigned_around(
    name: str, path: Path, names: dict[Path, dict[str, str]], around: dict[Path, Path | None]
) -> str | None:
    outer = around[path]
    while outer is not None:
        if name in names.get(outer, ()):
            return names[outer][name]
        outer = around.get(outer)
    return None


RULE = DefinitionRule(
    id="E322",
    title="A variable belongs to one scope",
    description=(
        "“A variable assigned in an inner scope cannot have the same name as one assigned in an outer scope”: what the "
        "states of a Parallel or Map state assign is gone when it ends, and never changes what stands outside. The "
        "name of what a catcher outside assigns is free: AWS was seen to take such a definition."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html",
    hint="give the inner one another name, and pass its value out with the output",
    check=_check,
)
