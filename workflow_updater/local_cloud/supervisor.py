"""Starts, finds and ends the server process of a local cloud."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from workflow_updater.errors import UsageError
from workflow_updater.local_cloud import environment, running
from workflow_updater.local_cloud.folder_lock import is_held, locked
from workflow_updater.local_cloud.gateway import CONTROL_PATH
from workflow_updater.local_cloud.running import Running
from workflow_updater.local_cloud.settings import PORT_FILE, SERVER_LOCK, STATE, TEMPORARY

START_SECONDS = 60  # a cold disk and a busy machine; a start takes about one second
STOP_SECONDS = 30
PAUSE_SECONDS = 0.02
LOG_TAIL_LINES = 20
LOG = "server.log"
LOCK = "lock"
IGNORED = ".gitignore"
EPHEMERAL_PREFIX = "local-cloud-"
FOREIGN_VARIABLES = ("AWS_", "MINISTACK_", "LOCALSTACK_", "LAMBDA_", "SFN_", "PYTHON")
FOREIGN_NAMES = frozenset({"SERVICES", "AUTH", "PERSIST_STATE", "STATE_DIR", "S3_PERSIST", "S3_DATA_DIR", "USE_SSL"})
# The server finds this package last of all, so that the pinned packages of its own environment win.
BOOT = """
import runpy, sys
sys.path.append(sys.argv.pop(1))
runpy.run_module("workflow_updater.local_cloud", run_name="__main__", alter_sys=True)
"""

_CHILDREN: dict[int, subprocess.Popen[bytes]] = {}  # ours to reap, or their ends would go unnoticed


def default_folder(root: Path | None = None) -> Path:
    """Return where a local cloud keeps its state: `.local_cloud` in *root*, or in the current folder."""
    return ((root or Path()) / ".local_cloud").absolute()


def up(
    folder: Path,
    *,
    ephemeral: bool = False,
    realistic: bool = False,
    auth: bool = False,
    port: int = 0,
    say: Callable[[str], None] = lambda text: None,
) -> Running:
    """
    Return the local cloud of *folder*, started unless it runs already; an ephemeral one is always new.

    An option that is not asked for leaves a running one as it is.

    Args:
        folder: its state; an ephemeral cloud leaves nothing there.
        say: gets what takes long, as it begins.

    Raises:
        UsageError: it did not start (the message ends with the tail of its log), runs without what is asked for, or
            cannot write to *folder*.
    """
    options = [
        f"--port={port}",
        *[f"--{name}" for name, wanted in (("realistic", realistic), ("auth", auth)) if wanted],
    ]
    if ephemeral:
        _sweep()
        own = Path(tempfile.mkdtemp(prefix=EPHEMERAL_PREFIX))
        try:
            return _start(own, [*options, "--ephemeral"], say)
        except UsageError as failure:
            shutil.rmtree(own, ignore_errors=True)
            raise UsageError(failure.message) from failure
    _make(folder)
    with locked(folder / LOCK):
        found = status(folder)
        if found is None:
            return _start(folder, options, say)
        _check_that_it_is(found, realistic=realistic, auth=auth, port=port)
        return found


def ephemeral_folders() -> list[Path]:
    """Return the folders of the ephemeral local clouds of this machine."""
    return sorted(Path(tempfile.gettempdir()).glob(f"{EPHEMERAL_PREFIX}*"))


def status(folder: Path) -> Running | None:
    """Return the local cloud of *folder* if it runs; a record that a dead process left behind counts for nothing."""
    recorded = running.read(folder)
    return recorded if recorded and _identity(recorded) else None


def down(folder: Path) -> bool:
    """
    End the local cloud of *folder*, its state kept; return whether one was running.

    Raises:
        UsageError: it does not end.
    """
    if not folder.is_dir():
        return False
    with locked(folder / LOCK):
        return _stop(folder)


def reset(folder: Path) -> bool:
    """
    End the local cloud of *folder* and wipe its state; return whether one was running.

    Raises:
        UsageError: it does not end.
    """
    if not folder.is_dir():
        return False
    with locked(folder / LOCK):
        was_running = _stop(folder)
        for name in (STATE, TEMPORARY):
            shutil.rmtree(folder / name, ignore_errors=True)
        for name in (PORT_FILE, SERVER_LOCK, LOG, IGNORED, LOCK):
            with suppress(PermissionError):  # Windows: somebody has it open
                (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # somebody keeps other files there, which are not ours to wipe
        folder.rmdir()
    return was_running


def stop(cloud: Running) -> None:
    """
    End a local cloud that was started by `up`, an ephemeral one too.

    Raises:
        UsageError: it does not end.
    """
    identity = _identity(cloud)
    if identity is None:
        return
    _request(cloud, "DELETE")
    deadline = time.monotonic() + STOP_SECONDS
    while is_held(Path(identity["folder"]) / SERVER_LOCK) or _is_our_child(cloud.pid):
        if time.monotonic() > deadline:
            raise UsageError(
                f"the embedded cloud does not end (process {cloud.pid})", hint=f"end it yourself: kill {cloud.pid}"
            )
        time.sleep(PAUSE_SECONDS)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / LOCK).touch(mode=0o600)
        if not (folder / IGNORED).exists():
            (folder / IGNORED).write_text("*\n")  # git shows nothing of it, in repositories that never heard of it
    except OSError as problem:
        raise UsageError(
            f"the embedded cloud cannot keep its state in {folder}: {problem.strerror}",
            hint="name another place: --folder DIR",
        ) from problem


def _stop(folder: Path) -> bool:
    cloud = status(folder)
    if cloud is not None:
        stop(cloud)
    running.forget(folder)
    return cloud is not None


def _check_that_it_is(cloud: Running, *, realistic: bool, auth: bool, port: int) -> None:
    identity = _identity(cloud) or {}
    lacking = [f"--{name}" for name, wanted in (("realistic", realistic), ("auth", auth)) if wanted > identity[name]]
    if port and urlsplit(cloud.endpoint).port != port:
        lacking.append(f"--port {port}")
    if lacking:
        raise UsageError(
            f"the embedded cloud already runs without {' '.join(lacking)}: {cloud.endpoint}",
            hint="end it first: deploy-workflow local down",
        )


def _sweep() -> None:
    """Remove what ephemeral servers left that were killed; one that is still starting has no lock yet."""
    for folder in ephemeral_folders():
        with suppress(PermissionError):  # another user's
            if (folder / SERVER_LOCK).exists() and not is_held(folder / SERVER_LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, options: list[str], say: Callable[[str], None]) -> Running:
    interpreter = environment.interpreter(say)
    folder.mkdir(parents=True, exist_ok=True)
    running.forget(folder)
    log = folder / LOG
    command = [interpreter, "-I", "-c", BOOT, str(_location()), f"--folder={folder}", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environment(),
            **_detached(),
        )
    _CHILDREN[process.pid] = process
    return _ready(folder, log, process)


def _ready(folder: Path, log: Path, process: subprocess.Popen[bytes]) -> Running:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        ended = process.poll() is not None
        recorded = running.read(folder)
        if recorded and recorded.pid == process.pid and _identity(recorded):
            return recorded
        if ended:
            break
        time.sleep(PAUSE_SECONDS)
    process.kill()
    process.wait()
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:]) if log.exists() else ""
    raise UsageError(f"the embedded cloud did not start\n{tail}", hint=f"its whole log: {log}")


def _location() -> Path:
    """Return the folder that this package is imported from."""
    return Path(__file__).parents[2]


def _environment() -> dict[str, str]:
    """Return our environment without what would lead the server, or the functions it runs, to a real account."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(FOREIGN_VARIABLES) and name not in FOREIGN_NAMES
    }


def _detached() -> dict[str, Any]:
    """Return what lets a process outlive the terminal of its parent."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS}
    return {"start_new_session": True}


def _is_our_child(pid: int) -> bool:
    """Return whether *pid* is a child of ours that is still running; reaps one that ended."""
    child = _CHILDREN.get(pid)
    return child is not None and child.poll() is None


def _identity(cloud: Running) -> dict[str, Any] | None:
    """Return the `pid` and `folder` that *cloud* tells; None if nobody answers, or another that took its port."""
    try:
        told: dict[str, Any] = json.loads(_request(cloud, "GET"))
        return told if told["pid"] == cloud.pid else None
    except (ValueError, KeyError, TypeError):
        return None


def _request(cloud: Running, method: str) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(cloud.endpoint).netloc, timeout=5)
    try:
        connection.request(method, CONTROL_PATH)
        return connection.getresponse().read()
    except OSError:
        return b""
    except http.client.HTTPException:
        return b""
    finally:
        connection.close()
