"""`local up|down|reset|status`: the embedded cloud as a background process."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.errors import EXIT_DONE
from workflow_updater.repository import repository_root

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud
    from workflow_updater.local_cloud.running import Running
    from workflow_updater.screen import Screen

SUMMARY = "start, stop, wipe or look at the embedded cloud"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the four verbs and their options."""
    verbs = parser.add_subparsers(dest="local_verb", required=True, metavar="up|down|reset|status")
    up = verbs.add_parser("up", help="start it in the background, unless it runs")
    up.add_argument("--ephemeral", action="store_true", help="a new one that keeps nothing; end it with: kill PID")
    up.add_argument("--realistic", action="store_true", help="operations take about as long as on AWS")
    up.add_argument("--auth", action="store_true", help="enforce IAM policies")
    up.add_argument("--port", type=int, default=0, help="default: a free one")
    down = verbs.add_parser("down", help="stop it and keep its state")
    reset = verbs.add_parser("reset", help="stop it and wipe its state")
    status = verbs.add_parser("status", help="tell whether it runs, and where")
    for verb in (up, down, reset, status):
        verb.add_argument(
            "--folder", type=Path, default=None, help="its state (default: .local_cloud in the repository)"
        )
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Do what the verb says and return the exit code.

    Raises:
        UsageError: it does not start, does not end, or cannot be installed.
    """
    from workflow_updater.local_cloud import supervisor

    folder = (options.folder or supervisor.default_folder(repository_root(Path.cwd()))).absolute()
    match options.local_verb:
        case "up":
            running = supervisor.up(
                folder,
                ephemeral=options.ephemeral,
                realistic=options.realistic,
                auth=options.auth,
                port=options.port,
                say=screen.note,
            )
            screen.result_json(asdict(running))
            screen.result(_described(running))
        case "down":
            _tell_end(screen, "stopped", was_running=supervisor.down(folder))
        case "reset":
            _tell_end(screen, "stopped and wiped", was_running=supervisor.reset(folder))
        case _:
            _tell_status(screen, supervisor.status(folder))
    return EXIT_DONE


def _described(running: Running) -> str:
    return (
        f"embedded cloud: {running.endpoint} (account {running.account}, {running.region}, process {running.pid})\n"
        f"  export AWS_ENDPOINT_URL={running.endpoint} AWS_REGION={running.region} AWS_DEFAULT_REGION={running.region} "
        f"AWS_ACCESS_KEY_ID={running.access_key_id} AWS_SECRET_ACCESS_KEY={running.secret_access_key}"
    )


def _tell_end(screen: Screen, done: str, *, was_running: bool) -> None:
    screen.result_json({"was_running": was_running})
    screen.result(f"embedded cloud: {done}" if was_running else "embedded cloud: was not running")


def _tell_status(screen: Screen, running: Running | None) -> None:
    screen.result_json({"running": running is not None, **(asdict(running) if running else {})})
    screen.result(_described(running) if running else "embedded cloud: not running")
