"""W424: the parameters of an AWS SDK integration are written with a capital."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.unknown_parameters import strangers


def _check(state: State) -> Iterator[Fault]:
    return (stranger.fault for stranger in strangers(state, "sdk") if not stranger.is_static)


RULE = StateRule(
    id="W424",
    title="Parameters of the AWS SDK begin with a capital",
    description=(
        "They are written in Pascal case, also where the service writes them otherwise. Where a path or an expression "
        "says what the value is, AWS takes the definition, and the task fails: “The field 'bucket' is not supported by "
        "Step Functions”; for values that are written down, E411 tells it."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
