"""W634: a wait or a timeout that is longer than the whole machine may run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.literals import is_number
from workflow_updater.core.validation.rule import DefinitionRule, Fault

_FIELDS = {"Wait": "Seconds", "Task": "TimeoutSeconds"}


def _check(scopes: Sequence[Scope]) -> Iterator[Fault]:
    limit = scopes[0].body.get("TimeoutSeconds")
    if not is_number(limit) or limit <= 0:
        return
    for scope in scopes:
        for state in scope.states.values():
            field = _FIELDS.get(state.type, "")
            seconds = state.body.get(field)
            if is_number(seconds) and seconds > limit:
                message = f'{field} {seconds} of "{state.name}" is more than the {limit} that the whole machine may run'
                yield Fault(state.pointer(field), message)


RULE = DefinitionRule(
    id="W634",
    title="No state takes longer than the machine may run",
    description=(
        "When the TimeoutSeconds of the machine is over, the execution fails: a wait or timeout beyond it never ends "
        "first."
    ),
    source="https://states-language.net/spec.html#toplevelfields",
    hint="raise the TimeoutSeconds of the machine, or lower this one",
    check=_check,
)
