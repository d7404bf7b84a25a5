"""A command in a process of its own that is killed at one call, by the kernel and without a last word."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.faults.calls import Call
from tests.faults.tapped import tapped
from tests.local_cloud import LocalCloud
from workflow_updater.cli import main

# Its server has no threads, so that it may fork, and has imported what each of its children needs.
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.faults.killed", "workflow_updater.commands.deploy"])


@dataclass(frozen=True)
class Moment:
    """Right before *call* is sent, or right after its answer came."""

    call: Call
    after: bool

    @property
    def name(self) -> str:
        return f"{'after' if self.after else 'before'} {self.call.name}"


def kill(cloud: LocalCloud, folder: Path, arguments: Sequence[str], names: Mapping[str, str], moment: Moment) -> None:
    """Run the command with *arguments* and kill it at *moment*; fails when it lived on."""
    seen = replace(cloud, _clients={})  # connections cannot be shared
    process = _FORKING.Process(target=_run, args=(seen, str(folder), list(arguments), dict(names), moment))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL, f"{moment.name} never came: exit code {process.exitcode}"
    process.close()


def _run(cloud: LocalCloud, folder: str, arguments: list[str], names: dict[str, str], moment: Moment) -> None:
    os.chdir(folder)
    os.environ.update(cloud.environment())
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a descriptor is wanted
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)

    def watch(call: Call, answered: bool) -> None:  # noqa: FBT001 - the tap's form
        if (call, answered) == (moment.call, moment.after):
            os.kill(os.getpid(), signal.SIGKILL)

    with tapped(cloud) as tap:
        tap.begin(names)
        tap.watch = watch
        raise SystemExit(main(arguments))
