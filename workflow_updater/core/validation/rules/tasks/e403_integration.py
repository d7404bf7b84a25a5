"""E403: there is an integration of this name."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.nearest import nearest_of_many
from workflow_updater.core.services.optimized import INTEGRATIONS
from workflow_updater.core.services.resource import Resource, resource_of
from workflow_updater.core.validation.rule import Fault, StateRule

_NAMES = frozenset(INTEGRATIONS)


def _check(state: State) -> Iterator[Fault]:
    resource = resource_of(state)
    if (
        resource is None
        or resource.kind != "integration"
        or resource.integration in INTEGRATIONS
        or has_placeholder(resource.integration)
    ):
        return
    message = f'there is no integration {resource.integration}, the Resource of "{state.name}"'
    yield Fault(state.pointer("Resource"), message, _hint(resource))


def _hint(resource: Resource) -> str:
    from workflow_updater.core.services.sdk import nearest_action, nearest_service  # loads the catalogue: not before

    close = nearest_of_many(resource.integration, _NAMES)
    if close:
        return f"did you mean {close}?"
    service = nearest_service(resource.service)
    action = nearest_action(service, resource.action)
    return f"did you mean aws-sdk:{service}:{action}?" if action else ""


RULE = StateRule(
    id="E403",
    title="There is an optimized integration of this name",
    description=(
        "Step Functions has these for some actions of some services; all others are called by "
        "arn:aws:states:::aws-sdk:service:action. AWS: “The resource provided … is not recognized”."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
    hint="write arn:aws:states:::aws-sdk:service:action for what has no integration of its own; a newer one than this "
    'release knows is let through by "Comment": "noqa: E403"',
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
