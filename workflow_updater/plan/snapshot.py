"""What is there now, read in parallel: the stack, its template, its machines, the live definition."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from workflow_updater.cloud.ports import Cloud, Stack
from workflow_updater.core.content_address import addressed_digest, parse_location
from workflow_updater.core.errors import LocationUnreadable
from workflow_updater.errors import DeployError, UsageError
from workflow_updater.plan.model import Target


@dataclass(frozen=True)
class Snapshot:
    """A stack as it is: *template* is CloudFormation's answer, in which non-ASCII characters are `?`."""

    stack: Stack
    template: str
    resource_ids: Mapping[str, str]

    @property
    def account(self) -> str:
        """The account of the stack, from its ARN."""
        return self.stack.arn.split(":")[4]

    @property
    def region(self) -> str:
        """The region of the stack, from its ARN."""
        return self.stack.arn.split(":")[3]


@dataclass(frozen=True)
class Live:
    """What a machine runs now, and the digest of the object that its stack names ("" when that cannot be told)."""

    definition: str
    role_arn: str
    stored_digest: str


def take_snapshot(cloud: Cloud, stack: str) -> Snapshot:
    """
    Return the stack of that name as it is.

    Raises:
        UsageError: there is no such stack, or it was never created.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    with ThreadPoolExecutor(max_workers=3) as pool:
        found = pool.submit(cloud.stacks.describe, stack)
        template = pool.submit(cloud.stacks.original_template, stack)
        resource_ids = pool.submit(cloud.stacks.resource_ids, stack)
    described = found.result()
    if described is None or described.status == "REVIEW_IN_PROGRESS":
        raise UsageError(
            f"there is no stack {stack} in {cloud.region}",
            hint="check --stack, --region and --profile; the infra team creates the stack (`bootstrap` for a trial)",
        )
    return Snapshot(described, template.result(), resource_ids.result())


def read_live(cloud: Cloud, target: Target, location_now: str) -> Live:
    """
    Return what *target* runs now.

    Raises:
        CloudUnavailable: AWS did not answer, or denied it.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:
        machine = pool.submit(cloud.machines.describe, target.machine_arn)
        digest = pool.submit(_stored_digest, cloud, location_now)
    live = machine.result()
    return Live(live.definition, live.role_arn, _known(digest))


def _known(digest: Future[str]) -> str:
    """Return the digest, "" when the object cannot be looked at: then the definition is simply pushed again."""
    try:
        return digest.result()
    except DeployError:
        return ""


def _stored_digest(cloud: Cloud, location_now: str) -> str:
    """Return the digest of the object at a location; a content-addressed key tells it without a call."""
    try:
        there = parse_location(location_now)
    except LocationUnreadable:
        return ""
    promised = addressed_digest(there.key)
    if promised:
        return promised
    stored = cloud.objects.head(there.bucket, there.key, there.version_id)
    return stored.sha256 if stored else ""
