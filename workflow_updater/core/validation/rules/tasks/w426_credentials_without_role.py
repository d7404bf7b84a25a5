"""W426: Credentials in JSONPath name a role, and not something else instead."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.parameters import names_in


def _check(state: State) -> Iterator[Fault]:
    credentials = state.body["Credentials"]
    if isinstance(credentials, dict):
        names = names_in(credentials, state.query_language)
        if names and "RoleArn" not in names:
            yield Fault(state.pointer("Credentials"), f'the Credentials of "{state.name}" have no RoleArn')


RULE = StateRule(
    id="W426",
    title="Credentials without a role are none",
    description=(
        "Step Functions knows no other field than RoleArn; the specification lets Credentials be any payload, and "
        "definitions with other fields are called valid by other tools' tests."
    ),
    source="https://states-language.net/spec.html#task-state",
    hint="add RoleArn or RoleArn.$",
    types=frozenset({"Task"}),
    fields=frozenset({"Credentials"}),
    language="JSONPath",
    check=_check,
)
