"""Opens the account that a call names: a real one, or the embedded cloud with `--local`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from workflow_updater.cloud.ports import Cloud
from workflow_updater.errors import UsageError
from workflow_updater.repository import read_repository, repository_root
from workflow_updater.screen import Screen
from workflow_updater.settings import Flags, Settings, settings_for


def open_account(
    options: argparse.Namespace, environ: Mapping[str, str], folder: Path, screen: Screen, until_done: ExitStack
) -> Cloud:
    """
    Return the cloud that *options* name; what was started for it ends with *until_done*.

    Raises:
        UsageError: no region, no such profile or environment, or the embedded cloud does not start.
    """
    if options.local:
        settings = _embedded(options, folder, screen, until_done)
    else:
        flags = Flags(options.region, options.profile, options.endpoint_url, getattr(options, "environment", "") or "")
        settings = settings_for(flags, environ, read_repository(folder))
    from workflow_updater.cloud.aws.connect import connect

    return connect(settings)


def _embedded(options: argparse.Namespace, folder: Path, screen: Screen, until_done: ExitStack) -> Settings:
    """Return how the embedded cloud is reached: the running one, else one that lives as long as this call."""
    if options.endpoint_url or options.profile:
        raise UsageError("--local names an account of its own; --endpoint-url and --profile name another one")
    from workflow_updater.local_cloud import supervisor

    home = supervisor.default_folder(repository_root(folder))
    running = supervisor.status(home)
    if running is None:
        screen.note("starting the embedded cloud for this call; `local up` keeps one running")
        running = supervisor.up(home, say=screen.note)
        until_done.callback(supervisor.down, home)
    return Settings(
        region=running.region,
        endpoint_url=running.endpoint,
        access_key_id=running.access_key_id,
        secret_access_key=running.secret_access_key,
    )
