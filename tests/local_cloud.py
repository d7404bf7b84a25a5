"""A real local cloud for tests: one server for the session, an account of its own for each test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflow_updater.local_cloud import supervisor
from workflow_updater.local_cloud.running import Running


@dataclass
class LocalCloud:
    """A running server, seen from one account; `client` opens what the fixture closes."""

    running: Running
    account: str
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        return self.running.endpoint

    @property
    def region(self) -> str:
        return self.running.region

    def client(self, service: str, *, region: str | None = None) -> Any:
        """Return the boto3 client of *service*, always the same one."""
        import boto3
        from botocore.config import Config

        key = (service, region or self.region)
        if key not in self._clients:
            self._clients[key] = boto3.client(
                service,
                endpoint_url=self.endpoint,
                region_name=key[1],
                aws_access_key_id=self.access_key_id,
                aws_secret_access_key=self.secret_access_key,
                aws_session_token=self.session_token,
                config=Config(retries={"max_attempts": 1}, inject_host_prefix=False),
            )
        return self._clients[key]

    def environment(self) -> dict[str, str]:
        """Return the variables that point a process (aws, sam, deploy-workflow) here."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
        }

    def in_account(self, account: str) -> LocalCloud:
        """Return the same server seen from the root of *account*; close it."""
        return LocalCloud(self.running, account, account, self.secret_access_key)

    def seen_by(self, access_key_id: str, secret_access_key: str, session_token: str | None = None) -> LocalCloud:
        """Return the same account seen with other credentials; close it."""
        return LocalCloud(self.running, self.account, access_key_id, secret_access_key, session_token)

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self._clients.clear()


@contextmanager
def serving(folder: Path, **options: bool) -> Iterator[LocalCloud]:
    """Run an ephemeral server with the *options* of `supervisor.up` while the block runs."""
    running = supervisor.up(folder, ephemeral=True, **options)
    cloud = LocalCloud(running, running.account, running.access_key_id, running.secret_access_key)
    try:
        yield cloud
    finally:
        cloud.close()
        supervisor.stop(running)


def new_account() -> str:
    """Return an account id that nobody uses."""
    return f"{secrets.randbelow(9 * 10**11) + 10**11}"
