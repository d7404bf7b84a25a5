"""E204: retriers and catchers have known fields only, and none of the other query language."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.fields.allowed import CATCHER_FIELDS, RETRIER_FIELDS
from workflow_updater.core.validation.rules.fields.languages import of_the_other_language
from workflow_updater.core.validation.rules.fields.strangers import strangers


def _check(state: State) -> Iterator[Fault]:
    for field, known, owner in (("Retry", RETRIER_FIELDS, "a retrier"), ("Catch", CATCHER_FIELDS, "a catcher")):
        listed = state.body.get(field)
        for index, body in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(body, dict):
                path = (*state.path, field, index)
                yield from strangers(body, path, known, f'{owner} of "{state.name}"')
                yield from of_the_other_language(body, path, state.query_language, known)


RULE = StateRule(
    id="E204",
    title="Retriers and catchers have known fields only",
    description="AWS: “Field '_comment' is not supported at /States/X/Catch[0]”; Comment is.",
    source="https://states-language.net/spec.html#errors",
    hint="remove the field",
    types=CATCHING_TYPES,
    fields=frozenset({"Retry", "Catch"}),
    check=_check,
)
