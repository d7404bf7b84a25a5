"""Hooks refuse a MiniStack that they were not written for."""

from __future__ import annotations

import configparser
import re
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import private_names

ROOT = Path(__file__).parents[3]


def test_the_installed_releases_are_the_right_ones() -> None:
    hooks.require_version()

    assert {package: version(package) for package in hooks.RELEASES} == hooks.RELEASES


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
    settings.read(ROOT / "setup.cfg")
    pins = settings["options.extras_require"]["local"].replace(" ", "").splitlines()

    for package, release in hooks.RELEASES.items():
        assert any(pin.split("[")[0].split("==")[0] == package and pin.endswith(f"=={release}") for pin in pins)


def test_every_name_that_the_hooks_call_is_looked_up_at_the_start() -> None:
    modules = {name.rpartition(".")[2] for name in private_names.CALLED}
    listed = {name for names in private_names.CALLED.values() for name in names}
    called = {
        name
        for path in (ROOT / "workflow_updater/local_cloud/cloudformation").glob("*.py")
        for module, name in re.findall(r"\b(\w+)\.(_[a-z]\w+)\(", path.read_text())
        if module in modules
    }

    assert called - listed == set()
    assert "_apply_transforms" in called


def test_a_missing_name_that_the_hooks_call_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_names, "CALLED", {"json": ("_moved",)})

    with pytest.raises(hooks.HookMismatch, match=r"json has no '_moved'.*1\.5\.33"):
        private_names.check()
