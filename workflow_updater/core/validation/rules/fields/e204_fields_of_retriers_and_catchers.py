"""E204: retriers and catchers have known fields only, and none of the other query language."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import FIELDS, handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import CATCHER_FIELDS, RETRIER_FIELDS
from workflow_updater.core.validation.rules.fields.languages import of_the_other_language
from workflow_updater.core.validation.rules.fields.strangers import strangers

_KNOWN = {"Retry": RETRIER_FIELDS, "Catch": CATCHER_FIELDS}


def _check(state: State) -> Iterator[Fault]:
    for handler in handlers(state, *FIELDS):
        path, known = (*state.path, handler.field, handler.position), _KNOWN[handler.field]
        yield from strangers(handler.body, path, known, f'a {handler.kind} of "{state.name}"')
        yield from of_the_other_language(handler.body, path, state.query_language, known)


RULE = StateRule(
    id="E204",
    title="Retriers and catchers have known fields only",
    description="AWS: “Field '_comment' is not supported at /States/X/Catch[0]”; Comment is.",
    source="https://states-language.net/spec.html#errors",
    hint="remove the field",
    types=CATCHING_TYPES,
    fields=frozenset(FIELDS),
    check=_check,
)
