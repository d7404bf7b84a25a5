"""Versions and the alias of a machine around a push: proven before it, verified after it, tidied up at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil
from typing import Any

from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import Alias, Cloud, Machines
from workflow_updater.core.aliases.publishing import Publishing
from workflow_updater.core.aliases.resources import publishing_resources
from workflow_updater.core.change.live_match import matches
from workflow_updater.core.frozen import frozen
from workflow_updater.errors import CloudUnavailable, DeploymentFailed, UsageError
from workflow_updater.plan.aliases.shifting import routes_text, weights_of
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import Noted
from workflow_updater.plan.waiting.follow import polls
from workflow_updater.plan.waiting.verify import GRACE_SECONDS

_BEFORE_SECONDS = 60  # what a push takes before its update begins is some seconds
MOST_DELETED = 50  # versions at the end of one push; the next one goes on


def with_weights(plan: Plan, cloud: Cloud) -> Plan:
    """
    Return the plan with the weights of its alias as they are; an update is not begun whose end nobody could see.

    Raises:
        UsageError: there is no such alias, so that CloudFormation could not move it either.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    if plan.publishing is None or plan.is_unchanged:
        return plan
    alias = cloud.machines.alias(plan.alias_arn)
    if alias is None:
        raise UsageError(
            f"{plan.target}: there is no alias {plan.publishing.alias}, and CloudFormation could not move it",
            hint=f"`status --stack {plan.target.stack}` tells how it is made again, when it was deleted past "
            "CloudFormation; when the stack was deployed without it, the infra team deploys its template again",
        )
    return replace(plan, weights=frozen(weights_of(alias)))


def outlasts(plan: Plan, seconds: float, *, spent: float = 0.0) -> str:
    """
    Return a note when the shift takes longer than the *seconds* that a push has left, or may do so, else "".

    *spent* are the seconds that it has had before, in line for the most part.
    """
    publishing = plan.publishing
    if publishing is None or plan.is_unchanged or not publishing.shift_seconds:
        return ""
    least, most = publishing.shift_seconds, publishing.longest_update_seconds
    if most < seconds:
        return ""
    enough = 60 * ceil((max(spent, _BEFORE_SECONDS) + most) / 60)
    return (
        f"the shift to the new version takes {least:,.0f} to {most:,.0f} s, and --timeout leaves "
        f"{max(seconds, 0):,.0f} s: this {'may' if least < seconds else 'will'} end with exit code 7, and the shift "
        f"goes on by itself; --timeout {enough} sees its end"
    )


def alters_publishing(plan: Plan, processed: Mapping[str, Any]) -> bool:
    """Return whether version or alias in the *processed* template are other than the original template asks for."""
    if plan.publishing is None:
        return False
    resources = processed.get("Resources", {})
    machine = resources.get(plan.target.logical_id, {})
    expected = publishing_resources(plan.target.logical_id, plan.publishing, machine)
    return any(_comparable(resources.get(name, {})) != _comparable(resource) for name, resource in expected.items())


def await_alias(plan: Plan, machines: Machines, *, clock: Clock, seconds: float = GRACE_SECONDS) -> None:
    """
    Return when the alias of the machine sends all executions to a version that runs what was pushed.

    Raises:
        DeploymentFailed: it still does not after *seconds*; a read of an alias is eventually consistent.
    """
    if plan.publishing is None:
        return
    for _ in polls(clock, clock.monotonic() + seconds):
        if _runs_pushed(plan, machines, machines.alias(plan.alias_arn)):
            return
    raise DeploymentFailed(
        f"{plan.target}: the stack was updated, but {plan.alias_arn} does not send all executions to what was pushed",
        hint=f"somebody may have changed the alias past CloudFormation: `status --stack {plan.target.stack}` shows it",
    )


def alias_drift(plan: Plan, machines: Machines) -> Iterator[Noted]:
    """Yield a note when a machine that needs no push has an alias that sends executions elsewhere."""
    if plan.publishing is None:
        return
    alias = machines.alias(plan.alias_arn)
    if not _runs_pushed(plan, machines, alias):
        now = routes_text(alias) if alias else "there is no such alias"
        yield Noted(
            f"alias {plan.publishing.alias} was changed past CloudFormation: {now}; --force does not move it, "
            f"`status --stack {plan.target.stack}` tells what does"
        )


def prune(plan: Plan, machines: Machines) -> Iterator[Noted]:
    """
    Delete the versions beyond those that the template keeps, oldest first, and yield what there is to tell of it.

    A version that any alias names is left: AWS itself refuses to delete it. Its executions go on ("Deleting a state
    machine version won't terminate its in-progress executions." source: botocore, DeleteStateMachineVersion).
    """
    publishing = plan.publishing
    if publishing is None:
        return
    deleted: list[str] = []
    try:
        beyond = machines.versions(plan.target.machine_arn)[publishing.keep_versions :]
        for version in beyond[::-1][:MOST_DELETED]:
            if machines.delete_version(version):
                deleted.append(version.rpartition(":")[2])
    except CloudUnavailable as error:
        yield Noted(f"old versions were not deleted: {error.message}; {_limit(publishing)}")
    if deleted:
        yield Noted(f"deleted {len(deleted)} of the oldest versions ({', '.join(deleted)}); {_limit(publishing)}")


def _runs_pushed(plan: Plan, machines: Machines, alias: Alias | None) -> bool:
    if alias is None or len(alias.routes) != 1:
        return False
    (version,) = alias.routes
    return matches(plan.definition, machines.describe(version).definition)


def _limit(publishing: Publishing) -> str:
    return f"KeepVersions is {publishing.keep_versions}"


def _comparable(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Return *resource* without those alarms that CloudFormation may write in another form than the template has."""
    properties = resource.get("Properties") or {}
    preference = properties.get("DeploymentPreference")
    if not isinstance(preference, dict) or not isinstance(preference.get("Alarms"), list):
        return dict(resource)
    named = {**preference, "Alarms": [alarm for alarm in preference["Alarms"] if isinstance(alarm, str)]}
    return {**resource, "Properties": {**properties, "DeploymentPreference": named}}
