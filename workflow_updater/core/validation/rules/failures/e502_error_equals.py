"""E502: every retrier and catcher names the errors it is for."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import FIELDS, handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for handler in handlers(state, *FIELDS):
        here, errors = (handler.field, handler.position, "ErrorEquals"), handler.body.get("ErrorEquals")
        if "ErrorEquals" not in handler.body:
            yield Fault(state.pointer(*here[:2]), f'a {handler.kind} of "{state.name}" has no ErrorEquals')
        elif not isinstance(errors, list):
            yield Fault(state.pointer(*here), f'ErrorEquals of a {handler.kind} of "{state.name}" is not an array')
        elif not errors:
            yield Fault(state.pointer(*here), f'ErrorEquals of a {handler.kind} of "{state.name}" is empty')
        else:
            for index, error in enumerate(errors):
                if not isinstance(error, str):
                    yield Fault(state.pointer(*here, index), f'an error name of "{state.name}" is not text')


RULE = StateRule(
    id="E502",
    title="Retriers and catchers name errors",
    description="ErrorEquals is an array of at least one error name.",
    source="https://states-language.net/spec.html#errors",
    hint='write an array of error names, like ["States.ALL"]',
    types=CATCHING_TYPES,
    fields=frozenset(FIELDS),
    check=_check,
)
