"""E106: StartAt names a state of its own machine."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.rule import Fault, ScopeRule
from workflow_updater.core.validation.targets import may_exist, probably_meant


def _check(scope: Scope) -> Iterator[Fault]:
    if "StartAt" not in scope.body or not scope.names:
        return
    start = scope.body["StartAt"]
    if not isinstance(start, str):
        yield Fault(scope.pointer("StartAt"), "StartAt is not text")
    elif not may_exist(scope, start):
        yield Fault(
            scope.pointer("StartAt"),
            f'StartAt names "{start}", and there is no such state',
            probably_meant(scope, start),
        )


RULE = ScopeRule(
    id="E106",
    title="StartAt names a state",
    description="StartAt must exactly equal the name of a state in the States of the same machine.",
    source="https://states-language.net/spec.html#toplevelfields",
    hint="name a state of this machine, in its exact spelling",
    check=_check,
)
