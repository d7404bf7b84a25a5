"""
An alias with a DeploymentPreference moves as AWS's own handler moves it, and stops with its texts.

source: aws-cloudformation/aws-cloudformation-resource-providers-stepfunctions, statemachinealias, of 2024-05
"""

from __future__ import annotations

import json
from typing import Any

from tests.alarms import put_alarm
from tests.contract.cloudformation.deployments import create_stack, events
from tests.contract.state_machines.machines import ended, start
from tests.contract.state_machines.test_stacks import machine_arn, update, versioned
from tests.local_cloud import LocalCloud
from tests.workflow_stacks import eventually


def shifting(cloud: LocalCloud, word: str, **preference: Any) -> dict[str, Any]:
    document = versioned(cloud, word)
    document["Resources"]["Alias"]["Properties"]["DeploymentPreference"] |= preference
    return document


def canary(cloud: LocalCloud, word: str, *, interval: int = 1, **preference: Any) -> dict[str, Any]:
    return shifting(cloud, word, Type="CANARY", Percentage=50, Interval=interval, **preference)


def begin_update(cloud: LocalCloud, body: dict[str, Any]) -> None:
    cloud.client("cloudformation").update_stack(StackName="orders", TemplateBody=json.dumps(body))


def routes(cloud: LocalCloud, arn: str) -> dict[str, int]:
    alias = cloud.client("stepfunctions").describe_state_machine_alias(stateMachineAliasArn=f"{arn}:live")
    return {one["stateMachineVersionArn"]: one["weight"] for one in alias["routingConfiguration"]}


def why_failed(cloud: LocalCloud) -> str:
    (reason,) = [why for name, status, why in events(cloud, "orders") if (name, status) == ("Alias", "UPDATE_FAILED")]
    return reason


def test_executions_follow_the_weights_while_the_stack_is_updated(own_account: LocalCloud) -> None:
    arn = machine_arn(create_stack(own_account, "orders", canary(own_account, "one")))
    begin_update(own_account, canary(own_account, "two", interval=30))
    eventually(lambda: len(routes(own_account, arn)) == 2 or None)

    started = [ended(own_account, start(own_account, f"{arn}:live")) for _ in range(30)]

    status = own_account.client("cloudformation").describe_stacks(StackName="orders")["Stacks"][0]["StackStatus"]
    assert status == "UPDATE_IN_PROGRESS"
    assert routes(own_account, arn) == {f"{arn}:1": 50, f"{arn}:2": 50}
    assert {one["output"] for one in started} == {'"one"', '"two"'}


def test_a_composite_alarm_aborts_too_and_everything_goes_back(own_account: LocalCloud) -> None:
    cloudwatch = own_account.client("cloudwatch")
    put_alarm(cloudwatch, "Failing", "ALARM")
    cloudwatch.put_composite_alarm(AlarmName="Any", AlarmRule="ALARM(Failing)")
    arn = machine_arn(create_stack(own_account, "orders", canary(own_account, "one")))

    after = update(own_account, "orders", canary(own_account, "two", Alarms=["Any", "Gone"]))

    assert after["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "Aborting deployment. The following CloudWatch alarms are in an 'ALARM' state: [Any]." in why_failed(
        own_account
    )
    assert routes(own_account, arn) == {f"{arn}:1": 100}
    assert ended(own_account, start(own_account, arn))["output"] == '"one"'
    assert ended(own_account, start(own_account, f"{arn}:live"))["output"] == '"one"'


def test_a_shift_does_not_begin_from_two_versions(own_account: LocalCloud) -> None:
    create_stack(own_account, "orders", versioned(own_account, "one"))
    arn = machine_arn(update(own_account, "orders", versioned(own_account, "two")))
    two = versioned(own_account, "two")
    two["Resources"]["Alias"]["Properties"] = {
        "Name": "live",
        "RoutingConfiguration": [
            {"StateMachineVersionArn": {"Ref": "Version"}, "Weight": 50},
            {"StateMachineVersionArn": f"{arn}:1", "Weight": 50},
        ],
    }
    assert update(own_account, "orders", two)["StackStatus"] == "UPDATE_COMPLETE"

    update(own_account, "orders", canary(own_account, "three"))

    assert (
        "Failed to start deployment of type 'CANARY', invalid initial state detected. Expected the alias to be routing "
        "100% of traffic towards one version, but it is currently routing traffic towards two."
    ) in why_failed(own_account)


def test_a_preference_without_its_numbers_is_refused(own_account: LocalCloud) -> None:
    create_stack(own_account, "orders", versioned(own_account, "one"))

    update(own_account, "orders", shifting(own_account, "two", Type="LINEAR", Percentage=10))

    assert (
        "Deployments of type 'LINEAR' require an interval for traffic shifting. Configure the deployment preference "
        "with the 'interval' property and try again."
    ) in why_failed(own_account)
