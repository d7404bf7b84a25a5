"""What the AWS SDK integrations offer, as far as the shipped catalogue knows."""

from __future__ import annotations

from functools import cache, lru_cache

from workflow_updater.core.nearest import nearest_of_many

# The names that other tools have for a service, where Step Functions takes the SDK's; told when one is met.
_OTHER_NAMES = {
    "ce": "costexplorer",
    "cognitoidp": "cognitoidentityprovider",
    "configservice": "config",
    "dms": "databasemigration",
    "ds": "directory",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancingv2",
    "elasticmapreduce": "emr",
    "email": "ses",
    "es": "elasticsearch",
    "events": "eventbridge",
    "logs": "cloudwatchlogs",
    "monitoring": "cloudwatch",
    "secretmanager": "secretsmanager",
    "states": "sfn",
    "stepfunctions": "sfn",
}


@cache
def _catalogue() -> dict[str, str]:
    """Return the actions of each service as text; the module that holds them is not loaded before."""
    from workflow_updater.core.services.sdk_actions import ACTIONS

    return {service: actions for service, _, actions in (line.partition(" ") for line in ACTIONS.splitlines())}


@cache
def _services() -> frozenset[str]:
    return frozenset(_catalogue())


@lru_cache(maxsize=512)
def actions_of(service: str) -> frozenset[str] | None:
    """Return the actions of *service*, in Step Functions' spelling; empty when they are not known, None: no such."""
    listed = _catalogue().get(service)
    return None if listed is None else frozenset(listed.split())


def nearest_service(name: str) -> str:
    """Return the service that *name* probably means, "" when none is close."""
    plain = "".join(filter(str.isalnum, name.casefold())).removesuffix("service")
    return _OTHER_NAMES.get(plain) or nearest_of_many(plain, _services())


def nearest_action(service: str, name: str) -> str:
    """Return the action of *service* that *name* probably means, "" when none is close."""
    return nearest_of_many(name, actions_of(service) or frozenset())
