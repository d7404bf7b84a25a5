"""What setup.cfg packs is what is there: a room that nobody lists would be missing from every installation."""

from __future__ import annotations

import configparser
from pathlib import Path

ROOT = Path(__file__).parents[3]


def listed_packages() -> set[str]:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    return {line for line in setup["options"]["packages"].split() if line}


def packages_in_the_tree() -> set[str]:
    inits = (ROOT / "workflow_updater").rglob("__init__.py")
    return {".".join(init.parent.relative_to(ROOT).parts) for init in inits}


def test_every_package_of_the_tree_is_packed() -> None:
    bundled = {f"workflow_updater.bundled.{folder}" for folder in ("macro", "templates", "workflows")}

    assert packages_in_the_tree() | bundled == listed_packages()


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "workflow_updater").rglob("*.py")}

    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
