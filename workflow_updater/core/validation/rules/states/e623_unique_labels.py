"""E623: no two Map states of a definition have the same Label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_updater.core.definition.machine import Scope
from workflow_updater.core.validation.rule import DefinitionRule, Fault


def _check(scopes: Sequence[Scope]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for scope in scopes:
        for state in scope.states.values():
            label = state.body.get("Label") if state.type == "Map" else None
            if isinstance(label, str) and label:
                where = state.pointer("Label")
                if first.setdefault(label, where) != where:
                    yield Fault(where, f'the Label "{label}" is already used at {first[label]}')


RULE = DefinitionRule(
    id="E623",
    title="Labels are unique",
    description="AWS: “DUPLICATE_LABEL_NAME: Duplicate Label name: X”, wherever the two states are nested.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
    hint="rename one of the two, or leave it out: AWS then makes one up",
    check=_check,
)
