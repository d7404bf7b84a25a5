"""What a template may know, and which patches follow it: what a call says of them, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

LOOKUPS = ("env", "must_env", "file", "output", "ssm")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _unheeded(file: Path) -> None:
    """Take notice of a file that is read, and do nothing."""


class LookupFailed(Exception):
    """What a lookup asked for is not there, or may not stand in a definition; *hint* is the cure."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CloudLookups(Protocol):
    """What templates may ask of AWS. Each raises LookupFailed, and DeployError where AWS itself does not answer."""

    def output(self, stack: str, key: str) -> str:
        """Return an output of a stack."""
        ...

    def ssm(self, name: str) -> str:
        """Return the value of a parameter of the parameter store that is no secret."""
        ...


class Rendering(NamedTuple):
    """
    How templates are rendered in one call.

    *root* is the repository: `file` and `include` read nothing outside of it. *patches* are applied in this order.
    *cloud* None: nothing is asked of AWS. *cure* tells how a variable of that name could be defined. *note_read* is
    called with each file that a template reads or includes, or would if it were there.
    """

    root: Path
    variables: Mapping[str, Any] = _NOTHING
    patches: tuple[Path, ...] = ()
    environ: Mapping[str, str] = _NOTHING
    cloud: CloudLookups | None = None
    cure: Callable[[str], str] = "--var {}=VALUE defines it".format
    note_read: Callable[[Path], None] = _unheeded
