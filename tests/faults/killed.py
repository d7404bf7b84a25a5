"""A command in a process of its own that is killed at one call, by the kernel and without a last word."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.calls import Call
from tests.faults.tapped import tapped
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


def moments(calls: list[Call]) -> list[Moment]:
    """Return the moments at which a death differs: before and after each write, and before each read after one."""
    writes = [call for call in calls if call.is_write]
    told_apart = [call for call in calls if call.after or call.is_write]
    return [Moment(call, after=False) for call in told_apart] + [Moment(call, after=True) for call in writes]


def kill(
    folder: Path, arguments: Sequence[str], names: Mapping[str, str], moment: Moment, environment: Mapping[str, str]
) -> None:
    """Run the command with *arguments* in *folder* and kill it at *moment*; fails when it lived on."""
    process = _FORKING.Process(target=_run, args=(str(folder), list(arguments), dict(names), moment, dict(environment)))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL, f"{moment.name} never came: exit code {process.exitcode}"
    process.close()


def _run(folder: str, arguments: list[str], names: dict[str, str], moment: Moment, environment: dict[str, str]) -> None:
    os.chdir(folder)
    os.environ.update(environment)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)

    def watch(call: Call, answered: bool) -> None:  # noqa: FBT001 - the tap's form
        if (call, answered) == (moment.call, moment.after):
            os.kill(os.getpid(), signal.SIGKILL)

    with tapped() as tap:
        tap.begin(names)
        tap.watch = watch
        raise SystemExit(main(arguments))
