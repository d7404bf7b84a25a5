"""Stacks whose state machine has versions and an alias, for the tests of these."""

from __future__ import annotations

from typing import Any

from tests.functional.pushing import Account, machine, template

ALIAS_OPTIONS = {"Location": "Workflow", "AutoPublishAlias": "live"}


def published(kind: str = "ALL_AT_ONCE", **options: Any) -> dict[str, Any]:
    """Return a template whose machine `Orders` has the alias `live`; *options* join those of its workflow."""
    resource = machine()
    preference: dict[str, Any] = {"Type": kind}
    if kind != "ALL_AT_ONCE":
        preference |= {"Percentage": 10, "Interval": 5}
    preference |= options.pop("DeploymentPreference", {})
    resource["Metadata"]["Workflow"] = {**ALIAS_OPTIONS, "DeploymentPreference": preference, **options}
    return template(Orders=resource)


def alias_arn(account: Account, stack: str) -> str:
    found = account.cloud.client("cloudformation").describe_stack_resource(
        StackName=stack, LogicalResourceId="OrdersAlias"
    )
    return str(found["StackResourceDetail"]["PhysicalResourceId"])


def routes(account: Account, stack: str) -> dict[str, int]:
    """Return number of the version → weight."""
    alias = account.cloud.client("stepfunctions").describe_state_machine_alias(
        stateMachineAliasArn=alias_arn(account, stack)
    )
    return {
        route["stateMachineVersionArn"].rpartition(":")[2]: route["weight"] for route in alias["routingConfiguration"]
    }
