"""What is not as the records and the stack have it, although nobody said so: drift, named, with its cure."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal, TypeVar

from workflow_updater.cloud.ports import Cloud, PendingChangeSet
from workflow_updater.core.change.difference import StateChange, difference
from workflow_updater.core.change.live_match import matches
from workflow_updater.core.release import Release
from workflow_updater.errors import AccessDenied, UsageError
from workflow_updater.plan.aliases.shifting import routes_text
from workflow_updater.plan.events import is_at_rest
from workflow_updater.plan.looking.condition import Condition
from workflow_updater.plan.looking.deployed import comparable, definition_value
from workflow_updater.plan.looking.find_machine import version_of
from workflow_updater.plan.recording.released import Released, read_released
from workflow_updater.plan.snapshot import injected_definition
from workflow_updater.plan.usable import status_of
from workflow_updater.releases.store import RECENT

Result = TypeVar("Result")


@dataclass(frozen=True)
class Drift:
    """
    One drift: *what* it is and the *cure*; *changes* lead from what should run to what does.

    *kind* is machine or alias (changed past CloudFormation), location (deployed past this tool), or workflow (the
    repository has another one; then *changes* lead from what runs to the repository).
    """

    kind: Literal["machine", "alias", "location", "workflow"]
    what: str
    cure: str
    changes: tuple[StateChange, ...] = ()


@dataclass(frozen=True)
class Standing:
    """
    How a state machine stands beside its records. *running* is the release that runs, None when none is known.

    *unread* says why somebody could not look, "" when all was read. *pending* are change sets that nobody executed.
    """

    drifts: tuple[Drift, ...] = ()
    running: Release | None = None
    pending: tuple[PendingChangeSet, ...] = ()
    unread: tuple[str, ...] = ()


def read_standing(cloud: Cloud, condition: Condition, *, bucket: str = "") -> Standing:
    """
    Return how the state machine of *condition* stands; what may not be read is told, and stops nothing.

    Raises:
        CloudUnavailable: AWS did not answer.
    """
    if condition.machine is None:
        return Standing()
    stack = condition.stack.name
    with ThreadPoolExecutor(max_workers=4) as pool:
        template = pool.submit(cloud.stacks.deployed_template, stack)
        pending = pool.submit(cloud.stacks.pending_change_sets, stack)
        released = pool.submit(_released, cloud, condition, bucket)
        version = pool.submit(_version, cloud, condition)
    processed, template_unread = _read(template, {}, "what the stack deployed")
    change_sets, change_sets_unread = _read(pending, (), "the change sets")
    found, releases_unread = _read(released, None, "the releases")
    published, version_unread = _read(version, "", "the version that the stack made")
    drifts, moved = _drifts(condition, injected_definition(processed, condition.resource), published, found), ""
    if drifts and cloud.stacks.describe(condition.stack.arn) != condition.stack:
        drifts, moved = (), "what drifted: somebody else updated the stack meanwhile"  # read before, and after
    return Standing(
        drifts=drifts,
        running=found.running if found else None,
        pending=tuple(change_sets),
        unread=(
            *filter(None, (template_unread, releases_unread, change_sets_unread, version_unread, moved)),
            *(f"{one.key}: {one.why}" for one in (found.records.unreadable if found else ())),
        ),
    )


def _drifts(condition: Condition, deployed: str, version: str, released: Released | None) -> tuple[Drift, ...]:
    """Return the drifts of a stack at rest; else the machine is about to change, and the location did."""
    if condition.machine is None or not is_at_rest(condition.stack.status):
        return ()
    possible = (
        machine_drift(deployed, condition.machine.definition),
        alias_drift(condition, version, released.running if released else None),
        location_drift(released) if released else None,
    )
    return tuple(one for one in possible if one)


def _released(cloud: Cloud, condition: Condition, bucket: str) -> Released | None:
    if not condition.parameter:
        return None
    return read_released(cloud, condition.stack.name, resource=condition.resource, bucket=bucket, newest=RECENT)


def _version(cloud: Cloud, condition: Condition) -> str:
    """Return the version that the stack's alias is to send all executions to, "" for a machine without an alias."""
    return version_of(cloud.stacks, condition.stack.name, condition.resource) if condition.alias_arn else ""


def _read(asked: Future[Result], nothing: Result, what: str) -> tuple[Result, str]:
    """
    Return the answer, or *nothing* and why *what* may not be read, or is not there.

    Raises:
        CloudUnavailable: AWS did not answer: then nobody knows that nothing drifted.
    """
    try:
        return asked.result(), ""
    except (AccessDenied, UsageError) as error:
        return nothing, f"{what}: {error.message}"


def machine_drift(deployed: str, live: str) -> Drift | None:
    """Return the drift of a machine that runs *live* where its stack *deployed* something else, None without one."""
    if not deployed or matches(deployed, live):
        return None
    running, expected = comparable(deployed, live, definition_value(deployed))
    return Drift(
        "machine",
        "the state machine was changed past CloudFormation: it does not run what its stack deployed",
        "to keep this, put it into the workflow and `deploy`; to undo it, `rollback`, and `rollback --to` the release "
        "that runs now: the same again changes nothing, for CloudFormation does not look at the machine",
        difference(expected, running),
    )


def alias_drift(condition: Condition, version: str, running: Release | None) -> Drift | None:
    """
    Return the drift of an alias that does not send all executions to *version*, where the stack moved it; else None.

    Only a stack that an update has left in order says where its alias is: an unfinished one may have moved it half way.
    """
    alias = condition.alias
    if not version or status_of(condition.stack).standing != "ready":
        return None
    if alias and alias.routes == {version: 100}:
        return None
    name, since = condition.alias_arn.rpartition(":")[2], f" since release {running.sequence}" if running else ""
    told = f"where its stack has 100 % to version {version.rpartition(':')[2]}"
    routing = f"--routing-configuration stateMachineVersionArn={version},weight=100`"
    if alias is None:
        return Drift(
            "alias",
            f"alias {name} was deleted past CloudFormation{since}, {told}",
            f"`aws stepfunctions create-state-machine-alias --name {name} {routing} makes it again, with the same ARN; "
            "until then no push goes through",
        )
    return Drift(
        "alias",
        f"alias {name} was moved past CloudFormation{since}: {routes_text(alias)}, {told}",
        f"`aws stepfunctions update-state-machine-alias --state-machine-alias-arn {alias.arn} {routing} moves it back, "
        "as does the next push that changes something; if it shall stay, `rollback` to what it runs makes the stack "
        "agree",
    )


def location_drift(released: Released) -> Drift | None:
    """Return the drift of a stack whose location no release recorded, although there are records."""
    releases = released.records.releases
    if released.running or not releases:
        return None
    newest = next((one.sequence for one in releases if one.outcome == "updated"), 0)
    cure = "`deploy` puts a recorded workflow there" + (f"; `rollback` returns to release {newest}" if newest else "")
    if not released.location:
        return Drift("location", "the stack names no workflow any more, although releases were recorded", cure)
    return Drift("location", "the stack was deployed past this tool: no release recorded what it names", cure)


def workflow_drift(condition: Condition, wanted: object, text: str) -> Drift | None:
    """Return the drift of a repository whose definition is *wanted*, as *text* with placeholders; None when it runs."""
    live = condition.machine.definition if condition.machine else "null"
    if matches(text, live):
        return None
    running, settled = comparable("", live, wanted)
    return Drift(
        "workflow",
        "the repository has another workflow than the one that runs",
        "`deploy` pushes it; `plan` shows what that changes, or why it would be refused",
        difference(running, settled),
    )
