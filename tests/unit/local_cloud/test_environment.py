"""The Python that runs the server."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workflow_updater.errors import UsageError
from workflow_updater.local_cloud import environment

REQUIRES = [
    "boto3>=1.40",
    'ministack==9.9.9; extra == "local"',
    'moto[stepfunctions]==5.2.5; extra == "local"',
    f'here==1; sys_platform == "{sys.platform}" and extra == "local"',
    'elsewhere==1; sys_platform == "amiga" and extra == "local"',
    'pytest>=9; extra == "dev"',
]


class Commands:
    """Stands in for subprocess.run: notes commands, makes what `venv` would make, fails from *failing* on."""

    def __init__(self, failing: str = "") -> None:
        self.failing = failing
        self.ran: list[list[str]] = []

    def run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.ran.append(command)
        if self.failing in command:
            return subprocess.CompletedProcess(command, 1, "", "first line\nNo matching distribution\n")
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True)
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend that this interpreter lacks the extra; return the cache folder."""
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: REQUIRES)
    monkeypatch.setenv(environment.CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def use(monkeypatch: pytest.MonkeyPatch, commands: Commands) -> Commands:
    monkeypatch.setattr(subprocess, "run", commands.run)
    return commands


def test_an_interpreter_with_the_extra_is_used_itself() -> None:
    said: list[str] = []

    assert environment.interpreter(said.append) == sys.executable
    assert said == []


def test_the_pins_are_those_of_the_installed_distribution_and_this_platform(cache: Path) -> None:
    assert environment.local_pins() == ("here==1", "ministack==9.9.9", "moto[stepfunctions]==5.2.5")


def test_without_the_extra_an_environment_is_made_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands, said = use(monkeypatch, Commands()), []

    first = environment.interpreter(said.append)
    second = environment.interpreter(said.append)

    assert first == second
    assert Path(first).is_relative_to(cache)
    assert len(said) == 1
    assert ["venv" in command for command in commands.ran] == [True, False]
    assert commands.ran[1][-3:] == ["here==1", "ministack==9.9.9", "moto[stepfunctions]==5.2.5"]


def test_what_a_broken_attempt_left_is_made_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Commands(failing="pip"))
    with pytest.raises(UsageError):
        environment.interpreter(lambda text: None)
    commands = use(monkeypatch, Commands())

    environment.interpreter(lambda text: None)

    assert len(commands.ran) == 2


@pytest.mark.parametrize("failing", ["venv", "pip"])
def test_a_failure_names_the_command_that_installs_the_extra(
    cache: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    use(monkeypatch, Commands(failing=failing))

    with pytest.raises(UsageError) as failure:
        environment.interpreter(lambda text: None)

    assert "No matching distribution" in failure.value.message
    assert "-m pip install 'step-functions-workflow-updater[local]'" in failure.value.hint


def test_the_cache_is_the_user_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(environment.CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with_xdg = environment._cache()
    monkeypatch.delenv("XDG_CACHE_HOME")

    assert with_xdg == tmp_path / "workflow-updater"
    assert environment._cache() == Path.home() / ".cache" / "workflow-updater"


def test_a_checkout_that_is_not_installed_is_told_how_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> list[str]:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", unknown)

    with pytest.raises(UsageError) as failure:
        environment.interpreter(lambda text: None)

    assert "is not installed" in failure.value.message
    assert "[local]" in failure.value.hint
