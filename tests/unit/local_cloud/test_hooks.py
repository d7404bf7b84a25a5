"""Hooks refuse a MiniStack that they were not written for."""

from __future__ import annotations

import configparser
from pathlib import Path
from types import ModuleType

import pytest

from workflow_updater.local_cloud import hooks


def test_the_installed_releases_are_the_right_ones() -> None:
    hooks.require_version()


def test_another_release_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hooks.RELEASES, "ministack", "1.4.21")

    with pytest.raises(hooks.HookMismatch, match=r"needs ministack 1\.4\.21, and 1\.5\.33 is installed"):
        hooks.require_version()


def test_a_release_that_is_not_installed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hooks.RELEASES, "no-such-cloud", "1")

    with pytest.raises(hooks.HookMismatch, match="none is installed"):
        hooks.require_version()


def test_a_hook_without_its_name_says_which_hook_and_which_release() -> None:
    with pytest.raises(hooks.HookMismatch, match=r"engine has no '_moved', which macros needs.*ministack 1\.5\.33"):
        hooks.replace(ModuleType("engine"), "_moved", None, hook="macros")


def test_a_hook_without_its_table_entry_says_so() -> None:
    with pytest.raises(hooks.HookMismatch, match=r"_ACTION_HANDLERS has no 'CreateStack', which stacks needs"):
        hooks.entry({}, "CreateStack", table_name="_ACTION_HANDLERS", hook="stacks")


def test_replacing_returns_what_was_there() -> None:
    module = ModuleType("engine")
    module.name = "before"  # type: ignore[attr-defined]

    assert hooks.replace(module, "name", "after", hook="macros") == "before"
    assert module.name == "after"  # type: ignore[attr-defined]


def test_the_releases_are_the_pins_of_the_extra() -> None:
    settings = configparser.ConfigParser()
    settings.read(Path(__file__).parents[3] / "setup.cfg")
    pins = settings["options.extras_require"]["local"].replace(" ", "").splitlines()

    for package, release in hooks.RELEASES.items():
        assert any(pin.split("[")[0].split("==")[0] == package and pin.endswith(f"=={release}") for pin in pins)
