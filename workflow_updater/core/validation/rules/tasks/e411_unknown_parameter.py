"""E411: an integration is handed only what it knows."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.unknown_parameters import strangers


def _check(state: State) -> Iterator[Fault]:
    return (stranger.fault for stranger in strangers(state, "integration", "sdk") if stranger.is_static)


RULE = StateRule(
    id="E411",
    title="An integration is handed only what it knows",
    description=(
        "AWS: “The field \"Comment\" is not supported by Step Functions. Did you mean 'Name'?” "
        "(SCHEMA_VALIDATION_FAILED). Names begin with a capital, also where the service writes them otherwise."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html",
    hint="remove it, or put it into the parameter whose content it is; one that is newer than this release is let "
    'through by "Comment": "noqa: E411"',
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
