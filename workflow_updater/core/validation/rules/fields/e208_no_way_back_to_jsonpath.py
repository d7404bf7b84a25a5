"""E208: no state is JSONPath in a machine that is JSONata."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.rule import Fault, ScopeRule


def _check(scope: Scope) -> Iterator[Fault]:
    if scope.kind == "machine" and scope.query_language == "JSONata":  # AWS's answer for nested ones is not known
        for state in scope.states.values():
            if state.body.get("QueryLanguage") == "JSONPath":
                yield Fault(
                    state.pointer("QueryLanguage"), f'the state "{state.name}" is JSONPath, the machine JSONata'
                )


RULE = ScopeRule(
    id="E208",
    title="No state of a JSONata machine is JSONPath",
    description="AWS: “'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine”.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    hint="leave the machine at JSONPath and write JSONata at the states that use it",
    check=_check,
)
