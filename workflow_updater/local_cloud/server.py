"""The server process of the local cloud: MiniStack with the hooks, in one process on 127.0.0.1."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

from workflow_updater.local_cloud import hooks, running
from workflow_updater.local_cloud.call_pace import CallPace
from workflow_updater.local_cloud.cloudformation import stopwatch
from workflow_updater.local_cloud.folder_lock import locked
from workflow_updater.local_cloud.gateway import CONTROL_PATH, Application, Gateway, Receive, Scope, Send
from workflow_updater.local_cloud.settings import SECRET_ACCESS_KEY, CloudSettings

HOST = "127.0.0.1"
CHANGE_SETS_PATH = f"{CONTROL_PATH}/change_sets"
FIXED_ENVIRONMENT = {
    "MINISTACK_HOST": "localhost",  # bucket.localhost and queue URLs
    "LOG_LEVEL": "WARNING",
    "LAMBDA_EXECUTOR": "local",
    "IOT_MTLS_ENABLED": "0",  # both would listen on ports of their own
    "SFTP_ENABLED": "0",
    "DOCKER_HOST": "unix:///nonexistent",  # never start, and never reap, a container of the user
    # The developer's own configuration lies in the home folder; his variables are left out by the supervisor.
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def serve(settings: CloudSettings) -> None:
    """Run a local cloud until it is told to stop."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    hooks.require_version()
    with locked(settings.lock):
        descriptor, port = _listening(settings)
        _prepare_environment(settings, port)
        try:
            asyncio.run(_run(settings, descriptor, f"http://{HOST}:{port}"))
        finally:
            _clear_away(settings)
    if settings.ephemeral:
        shutil.rmtree(settings.folder, ignore_errors=True)


def _listening(settings: CloudSettings) -> tuple[int, int]:
    """Return the descriptor of a socket on the loopback address and its port, the last process's if nobody says."""
    try:
        if settings.port:
            return _bound(settings.port)
    except OSError as problem:
        raise SystemExit(f"port {settings.port} cannot be had: {problem.strerror}") from problem
    descriptor, port = _bound_as_before(settings.port_file)
    settings.port_file.write_text(str(port))
    return descriptor, port


def _bound_as_before(port_file: Path) -> tuple[int, int]:
    try:
        return _bound(int(port_file.read_text()))
    except (OSError, ValueError, OverflowError):
        return _bound(0)


def _bound(port: int) -> tuple[int, int]:
    """Return the descriptor of a socket on the loopback address, for hypercorn to own, and its port."""
    with socket.socket() as listening:
        if os.name == "posix":  # on Windows the option would let a second server take the same port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        chosen = listening.getsockname()[1]
        return listening.detach(), chosen


async def _run(settings: CloudSettings, descriptor: int, endpoint: str) -> None:
    from hypercorn.asyncio import serve as serve_http
    from hypercorn.config import Config

    stop = asyncio.Event()
    _stop_on_signals(asyncio.get_running_loop(), stop.set)
    told = {CONTROL_PATH: lambda: _identity(settings), CHANGE_SETS_PATH: stopwatch.told}
    application = _announcing(
        Gateway(load(settings, endpoint), told=told, stop=stop.set), lambda: _announce(settings, endpoint)
    )
    config = Config()
    config.bind = [f"fd://{descriptor}"]
    config.loglevel = "WARNING"
    config.keep_alive_timeout = 75  # seconds; longer than botocore keeps a pooled connection idle
    config.graceful_timeout = 2
    try:
        await serve_http(application, config, shutdown_trigger=stop.wait)
    finally:
        _end_functions()


def load(settings: CloudSettings, endpoint: str) -> Application:
    """
    Return MiniStack's application with every hook installed.

    Raises:
        HookMismatch: this MiniStack lacks a name that a hook replaces.
    """
    import ministack.app

    from workflow_updater.local_cloud import bucket_owners, conditional_writes, secure_loopback
    from workflow_updater.local_cloud.cloudformation import installation as cloudformation
    from workflow_updater.local_cloud.cloudformation.pace import pace_of
    from workflow_updater.local_cloud.functions import installation as functions
    from workflow_updater.local_cloud.state_machines import installation as state_machines

    secure_loopback.install()
    conditional_writes.install()
    bucket_owners.install()
    cloudformation.install(endpoint, settings)
    functions.install(endpoint)
    speed = pace_of(realistic=settings.realistic)
    state_machines.install(endpoint, stale_read_seconds=speed.stale_read, shift_minute_seconds=speed.shift_minute)
    return CallPace(ministack.app.app, speed.of_call)


def _prepare_environment(settings: CloudSettings, port: int) -> None:
    """Set what MiniStack reads when it is imported; the functions that it starts inherit it."""
    shutil.rmtree(settings.temporary, ignore_errors=True)
    settings.temporary.mkdir(parents=True)
    tempfile.tempdir = str(settings.temporary)
    os.environ.update(FIXED_ENVIRONMENT)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(settings.temporary)))
    os.environ.update(
        GATEWAY_PORT=str(port),
        MINISTACK_ACCOUNT_ID=settings.account,
        MINISTACK_REGION=settings.region,
        AWS_DEFAULT_REGION=settings.region,
        AUTH="true" if settings.auth else "false",
    )
    if not settings.ephemeral:
        os.environ.update(
            PERSIST_STATE="1", STATE_DIR=str(settings.state), S3_PERSIST="1", S3_DATA_DIR=str(settings.state / "s3")
        )


def _identity(settings: CloudSettings) -> dict[str, Any]:
    """Return what the supervisor asks: whose process this is, where it writes, and how strict and slow it is."""
    options = {"auth": settings.auth, "realistic": settings.realistic}
    return {"pid": os.getpid(), "folder": str(settings.folder.absolute()), **options}


def _announcing(application: Application, announce: Callable[[], None]) -> Application:
    """Return *application*, calling *announce* when it has started: from then on the socket is being answered."""

    async def started(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: MutableMapping[str, Any]) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                announce()

        await application(scope, receive, sending if scope["type"] == "lifespan" else send)

    return started


def _announce(settings: CloudSettings, endpoint: str) -> None:
    from workflow_updater.local_cloud.cloudformation import interrupted

    interrupted.settle()
    running.write(
        settings.folder,
        running.Running(endpoint, settings.region, settings.account, settings.account, SECRET_ACCESS_KEY, os.getpid()),
    )


def _stop_on_signals(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _end_functions() -> None:
    """End the processes of warm functions, which would otherwise wait for an invocation that never comes."""
    from ministack.core import lambda_runtime

    hooks.private(lambda_runtime, "reset", hook="server")()


def _clear_away(settings: CloudSettings) -> None:
    running.forget(settings.folder)
    shutil.rmtree(settings.temporary, ignore_errors=True)
