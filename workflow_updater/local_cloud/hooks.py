"""The one way in which the local cloud touches a private name of MiniStack or moto."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

# The releases that the hooks were written against; setup.cfg pins the same ([local]).
RELEASES = {"ministack": "1.5.33", "moto": "5.2.5"}


class HookMismatch(RuntimeError):
    """What is installed is not what the hooks were written for; the local cloud must not start."""


def require_version() -> None:
    """
    Return when the pinned releases are installed.

    Raises:
        HookMismatch: another release is there, or none.
    """
    for package, wanted in RELEASES.items():
        try:
            found = version(package)
        except PackageNotFoundError:
            found = "none"
        if found != wanted:
            raise HookMismatch(
                f"the embedded cloud needs {package} {wanted}, and {found} is installed; "
                "install step-functions-workflow-updater[local]"
            )


def private(owner: Any, name: str, *, hook: str = "") -> Any:
    """
    Return what *owner* (a module or a class) calls *name*; *hook* says what needs it.

    Raises:
        HookMismatch: *owner* has no such name.
    """
    if not hasattr(owner, name):
        where = getattr(owner, "__qualname__", None) or getattr(owner, "__name__", repr(owner))
        needed = f", which {hook} needs" if hook else ""
        raise HookMismatch(
            f"{where} has no {name!r}{needed}: install the releases that the hooks were written for, "
            + ", ".join(f"{package} {wanted}" for package, wanted in RELEASES.items())
        )
    return getattr(owner, name)


def replace(owner: Any, name: str, new: Any, *, hook: str = "") -> Any:
    """
    Put *new* in the place of *owner*'s *name* and return what was there, for the hook to call.

    Raises:
        HookMismatch: *owner* has no such name.
    """
    old = private(owner, name, hook=hook)
    setattr(owner, name, new)
    return old


def entry(table: dict[str, Any], key: str, *, table_name: str, hook: str) -> Any:
    """
    Return the entry *key* of a private *table* of MiniStack, which *hook* is about to replace.

    Raises:
        HookMismatch: the table has no such entry.
    """
    if key not in table:
        releases = ", ".join(f"{package} {wanted}" for package, wanted in RELEASES.items())
        raise HookMismatch(f"{table_name} has no {key!r}, which {hook} needs: install {releases}")
    return table[key]
