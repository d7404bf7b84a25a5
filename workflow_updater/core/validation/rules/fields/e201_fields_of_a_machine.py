"""E201: machines, branches and item processors have known fields only."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.rule import Fault, ScopeRule
from workflow_updater.core.validation.rules.fields.allowed import SCOPE_FIELDS
from workflow_updater.core.validation.rules.fields.strangers import strangers

_OWNERS = {"machine": "the definition", "branch": "a branch", "processor": "an item processor"}


def _check(scope: Scope) -> Iterator[Fault]:
    return strangers(scope.body, scope.path, SCOPE_FIELDS[scope.kind], _OWNERS[scope.kind])


RULE = ScopeRule(
    id="E201",
    title="A machine has known fields only",
    description=(
        "AWS: “Field 'QueryLanguage' is not supported” for that of an item processor or a branch, which take the "
        "machine's, and the same for every field that no machine has."
    ),
    source="https://github.com/floci-io/floci/issues/2968",
    hint="remove the field",
    check=_check,
)
