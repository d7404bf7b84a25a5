"""One execution in virtual time, in this process, with mocks for tasks: nothing is called, nothing is waited for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from workflow_updater.local_cloud.simulation.model import Asked, Ended

if TYPE_CHECKING:
    from workflow_updater.local_cloud.state_machines.program import MotoProgram

ACCOUNT, REGION = "111122223333", "eu-central-1"
STARTED = "2026-01-01T00:00:00Z"
LONGEST_SECONDS = 31_536_000  # one year; source: Step Functions quotas, maximum execution time


class CannotRun(ValueError):
    """The interpreter does not understand the definition; the message is its own."""


def simulate(asked: Asked) -> Ended:
    """
    Return how the execution that *asked* describes ends.

    It is cut off by what `asked.answer` raises, when it enters more states or lasts longer than AWS lets it, and when
    every part of it waits for another one.

    Raises:
        CannotRun: the interpreter does not understand the definition, or the context.
        HookMismatch: the installed moto is not the one that the hooks were written for.
    """
    _prepare()
    from workflow_updater.local_cloud.simulation.virtual_time import VirtualTime, set_place_here
    from workflow_updater.local_cloud.simulation.watching import Endless, Notes, Place

    time = VirtualTime(
        LONGEST_SECONDS, lambda: Endless("it lasts longer than a year, which is the longest that AWS lets it")
    )
    notes = Notes(time, _started(asked.context), asked.answer)
    program = _program(asked)

    def body() -> dict[str, Any]:
        set_place_here(Place(notes, "", None))
        return program.run()

    outcome: dict[str, Any] = {"status": ""}
    cut_off = None
    try:
        outcome = time.run(body)
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is the result, with all that was seen until then
        cut_off = problem
    return Ended(
        status=outcome["status"],
        output=json.loads(outcome["output"]) if "output" in outcome else None,
        error=outcome.get("error"),
        cause=outcome.get("cause"),
        elapsed=round(time.now, 6),
        visits=tuple(notes.visits),
        branches=frozenset(notes.branches),
        calls=tuple(notes.calls),
        cut_off=cut_off,
    )


@cache
def _prepare() -> None:
    from workflow_updater.local_cloud.state_machines.fixes import mend

    mend()
    from workflow_updater.local_cloud.simulation import stand_ins, tasks, watching

    stand_ins.install()
    tasks.install()
    watching.install()


@lru_cache(maxsize=64)
def _tree(definition: str) -> Any:
    from workflow_updater.local_cloud.state_machines.intrinsics import NotUnderstood
    from workflow_updater.local_cloud.state_machines.parsing import parse

    try:
        return parse(definition)
    except NotUnderstood as problem:
        raise CannotRun(str(problem)) from problem
    except Exception as problem:  # of many kinds, ANTLR's among them
        raise CannotRun(f"the interpreter does not understand the definition: {problem}") from problem


def _program(asked: Asked) -> MotoProgram:
    from workflow_updater.local_cloud.simulation.context import SimulatedProgram
    from workflow_updater.local_cloud.state_machines.starting import Revision

    arn = f"arn:aws:states:{REGION}:{ACCOUNT}"
    revision = Revision(
        state_machine_arn=f"{arn}:stateMachine:workflow",
        name="workflow",
        kind=asked.kind,
        definition=asked.definition,
        role_arn=f"arn:aws:iam::{ACCOUNT}:role/workflow",
        logging={},
    )
    execution = {"executionArn": f"{arn}:execution:workflow:test", "name": "test", "input": json.dumps(asked.input)}
    return SimulatedProgram(revision, execution, _tree(asked.definition), asked.context)


def _started(context: Mapping[str, Any]) -> datetime:
    told = context.get("Execution", {}).get("StartTime", STARTED)
    try:
        moment = datetime.fromisoformat(told)
    except (TypeError, ValueError) as problem:
        raise CannotRun(f"context: Execution.StartTime {told!r} is no time such as {STARTED}") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
