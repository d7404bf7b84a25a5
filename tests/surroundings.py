"""What every test gets, wanted or not: no real AWS, no home folder, no network; and the local cloud on request."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.aws_models import read_once
from tests.functional.accounts import entered
from tests.functional.pushing import Account
from tests.local_cloud import LocalCloud, new_account, serving

FAKE_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "NO_COLOR": "1",
}


@pytest.fixture(autouse=True)
def isolated_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Point everything that reads the environment to nowhere."""
    nowhere = tmp_path / "nowhere"  # is never made: what writes there fails
    for name in list(os.environ):
        if name.startswith(("AWS_", "GITHUB_", "WORKFLOW_UPDATER_")) or name == "CI":
            monkeypatch.delenv(name)
    for name, value in FAKE_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "WORKFLOW_UPDATER_CACHE"):
        monkeypatch.setenv(name, str(nowhere))
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "GIT_CONFIG_GLOBAL"):
        monkeypatch.setenv(name, str(nowhere / name.lower()))
    yield
    for thread in threading.enumerate():  # of a command that ended early: it still reads the environment
        if thread.name.endswith("(_make_ahead)"):
            thread.join()


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves the machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _resolving_locally(socket.getaddrinfo))
        yield


@pytest.fixture(autouse=True, scope="session")
def models_read_once() -> Iterator[None]:
    """Spare every command that is called in this process what the one before has read."""
    with read_once():
        yield


@pytest.fixture(scope="session")
def local_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """One server for all tests of the session; tests share its default account, so prefer `own_account`."""
    with serving(tmp_path_factory.mktemp("local_cloud")) as cloud:
        yield cloud


@pytest.fixture
def own_account(local_cloud: LocalCloud) -> Iterator[LocalCloud]:
    """The session's server, seen from an account that no other test uses."""
    cloud = local_cloud.in_account(new_account())
    yield cloud
    cloud.close()


@pytest.fixture
def account(bootstrapped: LocalCloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Account:
    """The account that the folder's conftest has bootstrapped, with the environment and the folder of a caller."""
    return entered(bootstrapped, monkeypatch, tmp_path)


@pytest.fixture
def empty_account(own_account: LocalCloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Account:
    """An account of this test alone, with nothing in it, entered in the same way."""
    return entered(own_account, monkeypatch, tmp_path)


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if self.family != getattr(socket, "AF_UNIX", None) and not _is_loopback(address[0]):
            raise AssertionError(f"a test must not reach the network: {address}")
        return connect(self, *arguments)

    return guarded


def _resolving_locally(resolve: Any) -> Any:
    def guarded(host: Any, *arguments: Any, **named: Any) -> Any:
        if host is not None and not _is_loopback(host):
            raise AssertionError(f"a test must not look up a name: {host}")
        return resolve(host, *arguments, **named)

    return guarded


def _is_loopback(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
