"""One execution in moto's interpreter. Only `interpreter` imports this: it imports moto."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from moto.stepfunctions.parser.api import StateMachineType
from moto.stepfunctions.parser.backend.execution import SyncExecution
from moto.stepfunctions.parser.backend.execution_worker import SyncExecutionWorker
from moto.stepfunctions.parser.utils import TMP_THREADS

from workflow_updater.local_cloud.state_machines.activities import Activities
from workflow_updater.local_cloud.state_machines.execution_log import execution_log
from workflow_updater.local_cloud.state_machines.parsing import parse
from workflow_updater.local_cloud.state_machines.starting import Revision

TERMINAL = ("ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut")


class _Stopped(Exception):
    """The execution was stopped before its first state."""


class MotoProgram:
    """
    The program of one execution; `run` blocks, everything else may be called from other threads meanwhile.

    A simulation gives it a *tree* that it keeps and *activities* of its own.
    """

    def __init__(
        self, revision: Revision, execution: dict[str, Any], *, tree: Any = None, activities: Any = None
    ) -> None:
        account, region = execution["executionArn"].split(":")[4], execution["executionArn"].split(":")[3]
        self.is_stopped = False
        self.tree = tree or parse(revision.definition)
        self._moto = _Execution(
            self,
            name=execution["name"],
            sm_type=StateMachineType(revision.kind),
            role_arn=revision.role_arn,
            exec_arn=execution["executionArn"],
            account_id=account,
            region_name=region,
            state_machine=_Machine(revision),
            start_date=datetime.datetime.now(datetime.UTC),
            cloud_watch_logging_session=execution_log(revision, execution["executionArn"]),
            activity_store=activities or Activities(),
            input_data=execution["input"],
        )

    def run(self) -> dict[str, Any]:
        """Return how it ended: `status`, and `output` or `error` and `cause`."""
        try:
            self._moto.start()
        except _Stopped:
            return {"status": "ABORTED"}
        finally:
            self._release()
            TMP_THREADS.clear()  # moto keeps every thread of every execution in this list
        status = self._moto.exec_status.value
        if status == "SUCCEEDED":
            return {
                "status": status,
                "output": json.dumps(self._moto.output, separators=(",", ":"), ensure_ascii=False),
            }
        return {"status": status, "error": self._moto.error, "cause": self._moto.cause}

    def prepare(self, environment: Any) -> None:
        """Do what is to be done with moto's *environment* before the first state; here it is nothing."""

    def history(self) -> list[dict[str, Any]]:
        """Return the events so far, as GetExecutionHistory shows them."""
        events: list[dict[str, Any]] = json.loads(json.dumps(self._moto.to_history_output()["events"], default=str))
        ended = self._moto.exec_status is not None and self._moto.exec_status.value == "TIMED_OUT"
        if ended and events and events[-1]["type"] not in TERMINAL:
            # moto adds this event only when the state that was too slow has returned.
            last = {"id": len(events) + 1, "previousEventId": len(events), "timestamp": events[-1]["timestamp"]}
            events.append({**last, "type": "ExecutionTimedOut", "executionTimedOutEventDetails": {}})
        return events

    def stop(self, error: str | None, cause: str | None) -> None:
        """End it; a state that waits (Wait, task token) returns at once, a call under way is let finish."""
        self.is_stopped = True
        if self._environment is not None:
            self._moto.stop(datetime.datetime.now(datetime.UTC), error, cause)
        self._release()

    def waiting(self, token: str) -> Any:
        """Return moto's endpoint of *token*, None when this execution has given no such token."""
        return self._pool.get(token)

    def tokens(self) -> Iterable[str]:
        """Return every task token it has given out."""
        return tuple(self._pool)

    @property
    def _environment(self) -> Any:
        worker = self._moto.exec_worker
        return worker.env if worker else None

    @property
    def _pool(self) -> dict[str, Any]:
        environment = self._environment
        return environment.callback_pool_manager._pool if environment else {}

    def _release(self) -> None:
        """Wake whatever still waits for a task token: nothing will come."""
        for endpoint in list(self._pool.values()):
            endpoint.interrupt_all()
            if hasattr(endpoint, "notify_activity_task_start"):
                endpoint.notify_activity_task_start(None)


class _Execution(SyncExecution):  # type: ignore[misc]  # moto has no types here
    """moto's execution, run in the calling thread."""

    def __init__(self, program: MotoProgram, **described: Any) -> None:
        super().__init__(**described)
        self._program = program

    def _get_start_execution_worker(self) -> Any:
        worker = super()._get_start_execution_worker()
        worker.__class__ = _Worker
        worker.program = self._program
        return worker


class _Worker(SyncExecutionWorker):  # type: ignore[misc]  # moto has no types here
    program: MotoProgram

    def _get_evaluation_entrypoint(self) -> Any:
        return self.program.tree

    def _get_evaluation_environment(self) -> Any:
        environment = super()._get_evaluation_environment()
        if self.program.is_stopped:
            raise _Stopped
        self.program.prepare(environment)
        return environment


class _Machine:
    """What moto's execution asks of its state machine."""

    revision_id = None

    def __init__(self, revision: Revision) -> None:
        self.arn = revision.state_machine_arn
        self.name = revision.name
        self.definition = revision.definition
        self.sm_type = StateMachineType(revision.kind)
