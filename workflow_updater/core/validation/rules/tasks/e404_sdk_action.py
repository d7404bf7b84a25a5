"""E404: the AWS SDK has this service, and the service this action."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.services.resource import resource_of
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    resource = resource_of(state)
    if resource is None or resource.kind != "sdk" or has_placeholder(resource.service):
        return
    from workflow_updater.core.services.sdk import actions_of, nearest_action, nearest_service  # loads the catalogue

    service, action, where = resource.service, resource.action, state.pointer("Resource")
    actions = actions_of(service)
    if actions is None:
        close = nearest_service(service)
        message = f'the AWS SDK has no service {service}, in the Resource of "{state.name}"'
        yield Fault(where, message, f"did you mean aws-sdk:{close}:{action}?" if close else "")
    elif actions and action not in actions and not has_placeholder(action):
        close = nearest_action(service, action)
        what = f"{service} has no action {action}" if action else f"no action of {service} is named"
        message = f'{what}, in the Resource of "{state.name}"'
        yield Fault(where, message, f"did you mean {service}:{close}?" if close else "")


RULE = StateRule(
    id="E404",
    title="The AWS SDK has this action",
    description=(
        "A service is written as the AWS SDK for Java names it (sfn, cloudwatchlogs, eventbridge), an action in camel "
        "case. AWS: “The resource provided … is not recognized”. The services and actions known here are those of "
        "botocore when this release was made, less those that stream."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    hint='look for its name in the AWS SDK; one that is newer than this release is let through by "Comment": '
    '"noqa: E404"',
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
