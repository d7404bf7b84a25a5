"""The functions of templates: `env`, `must_env`, `file`, `output`, `ssm`; and what a path in a template means."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workflow_updater.core.definition.document import MAX_BYTES
from workflow_updater.core.definition.read_json import decode
from workflow_updater.core.validation.finding import Finding
from workflow_updater.sources.jinja.put import OutsideText
from workflow_updater.sources.rendering import CloudLookups, LookupFailed, Rendering
from workflow_updater.sources.shown_path import shown_path

_SECRET = re.compile(
    r"SECRET|PASSW(OR)?D|PASSPHRASE|CREDENTIAL|(PRIVATE|ACCESS|API|ENCRYPTION|SIGNING)_?KEY|TOKEN($|_)|_(PWD|PAT)$",
    re.IGNORECASE,
)
_NO_SECRET = re.compile(r"_(ARN|NAME)$", re.IGNORECASE)  # of a secret: what a task fetches it by
_PASSWORD_IN_URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#\s:@]*:[^/?#\s@]+@", re.IGNORECASE)  # user:password@host
LOCALS = "lookups.<locals>."  # what Python's complaint of a wrong call has before the function's name


def lookups(folder: Path, rendering: Rendering, *, escape: bool) -> dict[str, Callable[..., Any]]:
    """Return the functions by name; paths count from *folder*, and with *escape* all texts are for between quotes."""
    found: Callable[[str], str] = OutsideText if escape else str
    cloud = rendering.cloud

    def env(name: str, default: object) -> object:
        _refuse_secret(name, rendering)
        return found(rendering.environ[name]) if name in rendering.environ else default

    def must_env(name: str) -> str:
        _refuse_secret(name, rendering)
        if name not in rendering.environ:
            raise LookupFailed(f"the environment variable {name} is not set", hint=f"export {name}=…")
        return found(rendering.environ[name])

    def file(path: str) -> str:
        return OutsideText(read_text(path, folder, rendering)[1])

    def output(stack: str, key: str) -> str:
        return found(_asked(cloud).output(stack, key))

    def ssm(name: str) -> str:
        return found(_asked(cloud).ssm(name))

    return {"env": env, "must_env": must_env, "file": file, "output": output, "ssm": ssm}


def _refuse_secret(name: str, rendering: Rendering) -> None:
    is_named = _SECRET.search(name) and not _NO_SECRET.search(name)
    if is_named or _PASSWORD_IN_URL.search(rendering.environ.get(name, "")):
        why = "is a secret by its name" if is_named else "holds a URL with a password"
        hint = f"a definition can be read by many, so a task fetches its secrets; if it is none: --var NAME=${name}"
        raise LookupFailed(f"the environment variable {name} {why}", hint=hint)


def _asked(cloud: CloudLookups | None) -> CloudLookups:
    if cloud is None:
        raise LookupFailed("AWS is not asked here", hint="render, validate, plan and deploy ask it")
    return cloud


def read_text(path: str, folder: Path, rendering: Rendering) -> tuple[str, str]:
    """
    Return how the file is shown, and its text; *path* counts from *folder*, with a `/` before it from the
    repository's root.

    Raises:
        LookupFailed: it is not there, outside of the root (by links too), no UTF-8, or larger than a definition.
    """
    inside = rendering.root.resolve()
    try:
        target = (inside / path.lstrip("/") if path.startswith("/") else folder / path).resolve()
        if not target.is_relative_to(inside):
            raise LookupFailed(
                f"the file {path} is outside of the repository {rendering.root}", hint="copy it into the repository"
            )
        rendering.note_read(target)
        if not target.is_file():
            hint = "paths count from the definition's folder, and from the repository's root when they begin with /"
            raise LookupFailed(f"there is no file {path}", hint=hint)
        with target.open("rb") as opened:
            text = decode(opened.read(MAX_BYTES + 1))
    except (OSError, ValueError) as fault:  # ValueError: a zero byte in the name
        raise LookupFailed(f"the file {path!r} cannot be read: {fault}") from fault
    if isinstance(text, Finding):
        raise LookupFailed(f"the file {path}: {text.message}", hint=text.hint)
    return str(shown_path(target)), text
