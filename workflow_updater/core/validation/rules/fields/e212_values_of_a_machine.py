"""E212: Comment, Version and TimeoutSeconds of a machine are what they must be."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.definition.numbers import OF_MACHINES
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, ScopeRule

_VERSION = "1.0"


def _check(scope: Scope) -> Iterator[Fault]:
    body = scope.body
    if not isinstance(body.get("Comment", ""), str):
        yield Fault(scope.pointer("Comment"), "the Comment is not text", "put it in quotes")
    version = body.get("Version", _VERSION)
    if version != _VERSION and not is_open(version):
        yield Fault(
            scope.pointer("Version"), f'the Version is not "{_VERSION}"', f'write "{_VERSION}", or leave it out'
        )
    for field, numbers in OF_MACHINES.items():
        fault = field in body and numbers.fault(body[field], expressions=False)
        if fault:
            yield Fault(scope.pointer(field), f"the {field} {fault}", "write a number of seconds")


RULE = ScopeRule(
    id="E212",
    title="Comment, Version and TimeoutSeconds of a machine are what they must be",
    description="Comment is text, TimeoutSeconds a whole number, and of versions there is one: “[1.0]”.",
    source="https://states-language.net/spec.html#toplevelfields",
    check=_check,
)
