"""Where macro, templates and workflows lie: package data when installed, else the folders of the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def templates() -> Path:
    """Return the folder of the CloudFormation templates."""
    return _folder("templates")


def macro_source() -> Path:
    """Return the folder of the macro's own modules, the package `macro`."""
    return _folder("macro")


def workflows() -> Path:
    """Return the folder of the workflows that come with this program."""
    return _folder("workflows")


def _folder(name: str) -> Path:
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name
