"""Which account and region a call speaks to: flags, then the environment, then workflows.toml, then defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow_updater.repository import Repository


@dataclass(frozen=True)
class Settings:
    """
    How AWS is reached; "" leaves it to the AWS SDK.

    The SDK reads the shared configuration files and `AWS_ENDPOINT_URL(_SERVICE)` itself. The two keys are given only
    for the embedded cloud, which makes its own.
    """

    region: str = ""
    profile: str = ""
    endpoint_url: str = ""
    access_key_id: str = ""
    secret_access_key: str = ""


@dataclass(frozen=True)
class Flags:
    """What the command line says about the account; "" where it says nothing."""

    region: str = ""
    profile: str = ""
    endpoint_url: str = ""
    environment: str = ""


def settings_for(flags: Flags, environ: Mapping[str, str], repository: Repository) -> Settings:
    """
    Return how AWS is reached by this call.

    Raises:
        UsageError: `--environment` names none of workflows.toml.
    """
    chosen = repository.environment(flags.environment)
    named = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or ""
    if flags.environment:  # asked for by name: it says more than what happens to be in the shell
        region = flags.region or chosen.region or named or repository.region
        profile = flags.profile or chosen.profile or environ.get("AWS_PROFILE", "") or repository.profile
    else:
        region = flags.region or named or repository.region
        profile = flags.profile or environ.get("AWS_PROFILE", "") or repository.profile
    return Settings(region=region, profile=profile, endpoint_url=flags.endpoint_url)


def bucket_for(
    *, flag: str, environment_name: str, environ: Mapping[str, str], repository: Repository, workflow: str
) -> str:
    """
    Return the bucket that the user named for *workflow*, "" when the stack itself has to tell.

    Raises:
        UsageError: `--environment` names none of workflows.toml.
    """
    entry = repository.workflows.get(workflow)
    candidates = (
        flag,
        repository.environment(environment_name).bucket,
        environ.get("WORKFLOW_BUCKET", ""),
        entry.bucket if entry else "",
        repository.bucket,
    )
    return next((bucket for bucket in candidates if bucket), "")
