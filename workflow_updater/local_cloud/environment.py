"""The Python that runs the server: this one when it has the `local` extra, else a private one made for it once."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from workflow_updater.errors import UsageError
from workflow_updater.local_cloud.folder_lock import locked

DISTRIBUTION = "step-functions-workflow-updater"
CACHE_VARIABLE = "WORKFLOW_UPDATER_CACHE"
HINT = f"run `{sys.executable} -m pip install '{DISTRIBUTION}[local]'`"
COMPLETE = "complete"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^;\s]+)$")
_PLATFORM = re.compile(r"""sys_platform\s*==\s*["'](\w+)["']""")


def interpreter(say: Callable[[str], None]) -> str:
    """
    Return the Python that can run the server, made now if there is none; *say* gets that, as it takes a while.

    Raises:
        UsageError: it cannot be made; the hint is the command that installs the extra.
    """
    pins = local_pins()
    if all(_is_installed(pin) for pin in pins):
        return sys.executable
    return str(_private_interpreter(pins, say))


def local_pins() -> tuple[str, ...]:
    """
    Return the requirements of the `local` extra that apply to this platform, such as `ministack==1.5.33`.

    Raises:
        UsageError: this package is not installed, so that nobody knows them.
    """
    try:
        required = importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        raise UsageError(f"{DISTRIBUTION} is not installed", hint="pip install '.[local]'") from None
    pins = []
    for line in required:
        requirement, _, marker = line.partition(";")
        platform = _PLATFORM.search(marker)
        if 'extra == "local"' in marker.replace("'", '"') and (platform is None or platform.group(1) == sys.platform):
            pins.append(requirement.replace(" ", ""))
    return tuple(sorted(pins))


def _is_installed(pin: str) -> bool:
    name, version = _PIN.match(pin).groups()  # type: ignore[union-attr]
    try:
        return importlib.metadata.version(name) == version
    except importlib.metadata.PackageNotFoundError:
        return False


def _private_interpreter(pins: tuple[str, ...], say: Callable[[str], None]) -> Path:
    digest = hashlib.sha256("\n".join((sys.version, sys.executable, *pins)).encode()).hexdigest()[:16]
    folder = _cache() / f"local-cloud-{digest}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    with locked(folder.with_suffix(".lock")):
        if not (folder / COMPLETE).exists():
            say(f"installing the embedded cloud into {folder} (once, about half a minute)")
            shutil.rmtree(folder, ignore_errors=True)  # what a former attempt left
            _run([sys.executable, "-m", "venv", str(folder)])
            _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pins])
            (folder / COMPLETE).touch()
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()
        raise UsageError(
            f"the embedded cloud could not be installed: {reason[-1] if reason else command}",
            hint=HINT,
        )


def _cache() -> Path:
    own = os.environ.get(CACHE_VARIABLE)
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "workflow-updater"
