"""E409: an integration gets the parameters without which AWS refuses the definition."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.parameters import missing


def _check(state: State) -> Iterator[Fault]:
    yield from missing(state, is_refused=True)


RULE = StateRule(
    id="E409",
    title="An integration has its required parameters",
    description=(
        "AWS: “Parameters field is required for resource ARN: arn:aws:states:::lambda:invoke”, of integrations of the "
        "AWS SDK too, and “The field 'FunctionName' is required but was missing”."
    ),
    source="https://github.com/badmintoncryer/cdk-preflight",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
