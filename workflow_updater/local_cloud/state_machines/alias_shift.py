"""
How CloudFormation moves an alias with a DeploymentPreference: at once, or bit by bit under the eyes of alarms.

Weights, order and texts are those of AWS's own handler of AWS::StepFunctions::StateMachineAlias
(aws-cloudformation-resource-providers-stepfunctions): it looks once a minute whether somebody else has moved the alias,
then whether an alarm is on, and only then shifts. A minute takes as long as the local cloud's pace says.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from ministack.services import cloudformation, cloudwatch, stepfunctions

from workflow_updater.core.aliases.publishing import Publishing, ShiftType
from workflow_updater.local_cloud.hooks import private
from workflow_updater.local_cloud.state_machines.stack_machines import refusal_of

HOOK = "gradual aliases"

Properties = dict[str, Any]
Routes = dict[str, int]  # ARN of a version → weight


@dataclass(frozen=True)
class Shift:
    """One move of the alias *arn* from a version to another; *minute_seconds* is how long a minute takes."""

    arn: str
    origin: str
    target: str
    publishing: Publishing
    alarms: tuple[str, ...]
    set_routes: Callable[[Routes], None]
    minute_seconds: float

    def run(self) -> None:
        """Return when the alias is on the new version. Raises ValueError, in AWS's words, when it was stopped."""
        routes = {self.origin: 100}
        for weight in self.publishing.weights:
            self._stop_for_alarms()
            routes = {self.target: weight, self.origin: 100 - weight} if weight < 100 else {self.target: 100}
            self.set_routes(routes)
            for _ in range(self.publishing.interval_minutes if weight < 100 else 0):
                time.sleep(self.minute_seconds)
                self._stop_for_drift(routes)
                self._stop_for_alarms()

    def _stop_for_drift(self, expected: Routes) -> None:
        if (actual := routes_of(self.arn)) != expected:
            raise refusal_of(
                f"Failed to continue deployment of type '{self.publishing.type}', drift detected. Expected routing "
                f"configuration: '{_java(expected)}', actual routing configuration: '{_java(actual)}'. Ensure that "
                "UpdateStateMachineAlias is not being invoked elsewhere and try the deployment again.",
            )

    def _stop_for_alarms(self) -> None:
        active = [name for name in self.alarms if _is_on(name)]
        if active:
            self.set_routes({self.origin: 100})
            raise refusal_of(
                f"Aborting deployment. The following CloudWatch alarms are in an 'ALARM' state: [{', '.join(active)}].",
                "GeneralServiceException",  # the handler gives none; this is what CloudFormation takes for that
            )


def move(
    arn: str,
    old: Properties,
    new: Properties,
    stack_name: str,
    *,
    set_routes: Callable[[Routes], None],
    minute_seconds: float,
) -> None:
    """
    Move the alias *arn* to the version in the DeploymentPreference of *new*; *old* are the properties before.

    Raises:
        ValueError: it cannot begin, or was stopped; in AWS's words.
    """
    preference = new["DeploymentPreference"]
    target, kind = preference["StateMachineVersionArn"], preference["Type"]
    if _is_rolled_back(stack_name):
        set_routes({target: 100})
        return
    _refuse_incomplete(preference)
    before = _versions(old)
    if kind != "ALL_AT_ONCE" and len(before) > 1:
        raise refusal_of(
            f"Failed to start deployment of type '{kind}', invalid initial state detected. Expected the alias to be "
            "routing 100% of traffic towards one version, but it is currently routing traffic towards two. Update the "
            "alias to route 100% of traffic towards one version and try the deployment again."
        )
    if kind == "ALL_AT_ONCE" or before == [target]:
        set_routes({target: 100})
        return
    publishing = Publishing(
        new.get("Name", ""), cast("ShiftType", kind), int(preference["Percentage"]), int(preference["Interval"])
    )
    Shift(arn, before[0], target, publishing, tuple(preference.get("Alarms") or ()), set_routes, minute_seconds).run()


def routes_of(arn: str) -> Routes:
    """Return the routes that the alias has now."""
    return {
        one["stateMachineVersionArn"]: int(one["weight"])
        for one in stepfunctions._state_machine_aliases[arn]["routingConfiguration"]
    }


def _versions(properties: Properties) -> list[str]:
    """Return the versions of an alias's properties, as CloudFormation remembers them: nobody asks the alias itself."""
    if routes := properties.get("RoutingConfiguration"):
        return [route["StateMachineVersionArn"] for route in routes]
    return [properties["DeploymentPreference"]["StateMachineVersionArn"]]


def _refuse_incomplete(preference: Properties) -> None:
    missing = [name.lower() for name in ("Interval", "Percentage") if name not in preference]
    if missing and preference["Type"] != "ALL_AT_ONCE":
        article, properties = "an" if "interval" in missing else "a", "properties" if missing[1:] else "property"
        raise refusal_of(
            f"Deployments of type '{preference['Type']}' require {article} {' and '.join(missing)} for traffic "
            f"shifting. Configure the deployment preference with the {' and '.join(map(repr, missing))} {properties} "
            "and try again."
        )


def _is_rolled_back(stack_name: str) -> bool:
    stack = private(cloudformation, "_stacks", hook=HOOK).get(stack_name) or {}
    return str(stack.get("StackStatus", "")).startswith("UPDATE_ROLLBACK")


def _is_on(alarm: str) -> bool:
    private(cloudwatch, "_evaluate_all_alarms", hook=HOOK)()
    stores = (private(cloudwatch, name, hook=HOOK) for name in ("_alarms", "_composite_alarms"))
    return any((store.get(alarm) or {}).get("StateValue") == "ALARM" for store in stores)


def _java(routes: Routes) -> str:
    told = (f"RoutingConfigurationVersion(stateMachineVersionArn={arn}, weight={one})" for arn, one in routes.items())
    return f"[{', '.join(told)}]"
