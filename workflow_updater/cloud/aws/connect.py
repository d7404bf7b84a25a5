"""From settings to a connected cloud."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, NoRegionError
from botocore.session import Session as BotocoreSession

from workflow_updater.clock import Clock, SystemClock
from workflow_updater.cloud.aws.client_errors import translate, translated
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.aws.machines import AwsMachines
from workflow_updater.cloud.aws.objects import AwsObjects
from workflow_updater.cloud.aws.parameters import AwsParameters
from workflow_updater.cloud.aws.roles import AwsRoles
from workflow_updater.cloud.aws.stacks import AwsStacks
from workflow_updater.cloud.ports import Cloud

if TYPE_CHECKING:
    from workflow_updater.settings import Settings


def connect(settings: Settings, *, clock: Clock | None = None, environ: Mapping[str, str] = os.environ) -> Cloud:
    """
    Return the cloud of *settings*; what they leave to the SDK comes from the environment and the AWS profile.

    No call is made yet: clients are created when first used, the account is asked for when first read.

    Raises:
        UsageError: no such profile, no region, or a region or endpoint that is none.
    """
    try:
        session = boto3.Session(
            botocore_session=_without_profile() if settings.access_key_id else None,
            profile_name=settings.profile or None,
            region_name=settings.region or None,
            aws_access_key_id=settings.access_key_id or None,
            aws_secret_access_key=settings.secret_access_key or None,
        )
    except BotoCoreError as error:
        raise translate(error, operation="connect", subject="") from error
    if not session.region_name:
        raise translate(NoRegionError(), operation="connect", subject="")
    clients = Clients(session, endpoint_url=settings.endpoint_url or None, environ=environ)
    return cloud_of(clients, region=session.region_name, clock=clock or SystemClock())


def _without_profile() -> BotocoreSession:
    """Return a session that does not look at AWS_PROFILE: who brings keys of its own means no profile."""
    return BotocoreSession(session_vars={"profile": (None, None, None, None)})


def cloud_of(clients: Clients, *, region: str, clock: Clock) -> Cloud:
    """Return the cloud that speaks through *clients*."""
    return Cloud(
        region=region,
        stacks=AwsStacks(clients),
        objects=AwsObjects(clients, clock=clock),
        machines=AwsMachines(clients),
        parameters=AwsParameters(clients),
        roles=AwsRoles(clients),
        identify=lambda: _account(clients),
    )


def _account(clients: Clients) -> str:
    with translated("sts:GetCallerIdentity", "the credentials"):
        return str(clients.get("sts").get_caller_identity()["Account"])
