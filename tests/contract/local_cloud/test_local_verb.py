"""`deploy-workflow local …` as it is typed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workflow_updater import cli
from workflow_updater.local_cloud import supervisor
from workflow_updater.local_cloud.running import Running

Typed = Callable[..., str]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Typed]:
    """Return a function that runs `local` with its arguments in an empty folder and returns what stdout got."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        assert cli.main(["local", *arguments]) == 0
        return capsys.readouterr().out

    yield run
    supervisor.down(tmp_path / ".local_cloud")


def test_up_json_tells_what_a_client_needs_and_nothing_else(typed: Typed, tmp_path: Path) -> None:
    told: dict[str, Any] = json.loads(typed("up", "--ephemeral", "--json"))
    supervisor.stop(Running(**told))

    assert list(told) == ["endpoint", "region", "account", "access_key_id", "secret_access_key", "pid"]
    assert told["endpoint"].startswith("http://127.0.0.1:")
    assert isinstance(told["pid"], int)
    assert list(tmp_path.iterdir()) == []


def test_a_cloud_goes_up_and_down(typed: Typed) -> None:
    up = typed("up")
    status = typed("status")
    told = json.loads(typed("status", "--json"))

    assert up == status
    assert told["running"] is True
    assert told["endpoint"] in up
    assert f"  export AWS_ENDPOINT_URL={told['endpoint']} " in up
    assert f"AWS_DEFAULT_REGION={told['region']} " in up  # aws (version 1) and boto3 read no AWS_REGION
    assert typed("down") == "embedded cloud: stopped\n"
    assert typed("down") == "embedded cloud: was not running\n"
    assert typed("status") == "embedded cloud: not running\n"
    assert json.loads(typed("status", "--json")) == {"running": False}


def test_reset_wipes(typed: Typed, tmp_path: Path) -> None:
    typed("up")

    assert typed("reset") == "embedded cloud: stopped and wiped\n"
    assert not (tmp_path / ".local_cloud").exists()


def test_state_may_lie_elsewhere(typed: Typed, tmp_path: Path) -> None:
    typed("up", "--folder", "elsewhere")
    told = typed("down", "--folder", "elsewhere")

    assert told == "embedded cloud: stopped\n"
    assert (tmp_path / "elsewhere" / "state").is_dir()
    assert not (tmp_path / ".local_cloud").exists()


def test_kill_ends_an_ephemeral_cloud(typed: Typed) -> None:
    told = json.loads(typed("up", "--ephemeral", "--json"))

    os.kill(told["pid"], signal.SIGTERM)

    assert supervisor._CHILDREN[told["pid"]].wait(30) == 0


def test_a_taken_port_is_a_usage_error(typed: Typed, capsys: pytest.CaptureFixture[str]) -> None:
    first = json.loads(typed("up", "--ephemeral", "--json"))

    code = cli.main(["local", "up", "--port", first["endpoint"].rpartition(":")[2]])
    said = capsys.readouterr().err
    supervisor.stop(Running(**first))

    assert code == 2
    assert "the embedded cloud did not start" in said
    assert "Address already in use" in said
