"""
The life of an execution, from its thread's start to its final state.

Replaces `_run_execution`, `_stop_execution`, `_describe_execution` and `_describe_state_machine_for_execution` of
`ministack.services.stepfunctions`: MiniStack's own interpreter has no JSONPath variables and no HeartbeatSeconds and
pauses 150 ms in each execution; moto's (which is LocalStack's) runs in its place.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from ministack.services import stepfunctions

from workflow_updater.local_cloud.hooks import private, replace
from workflow_updater.local_cloud.state_machines.answers import Answer, content, fields
from workflow_updater.local_cloud.state_machines.interpreter import Interpreter
from workflow_updater.local_cloud.state_machines.live import LiveExecutions, Program
from workflow_updater.local_cloud.state_machines.starting import CHOSEN, Revision, revision_of

LOG = logging.getLogger(__name__)
HOOK = "running executions"


class LiveHistory(list[dict[str, Any]]):
    """The events of a running execution, read from the interpreter each time someone looks."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._program.history())

    def __len__(self) -> int:
        return len(self._program.history())

    def __deepcopy__(self, memo: dict[int, Any]) -> list[dict[str, Any]]:
        return self._program.history()  # MiniStack copies its state to persist it


class Executions:
    """The operations on executions; those under way are in *live*, and *interpreter* runs them."""

    def __init__(self, live: LiveExecutions, interpreter: Interpreter) -> None:
        self._live = live
        self._interpreter = interpreter
        self._emit = private(stepfunctions, "_emit_execution_status_event", hook=HOOK)
        self._fail = private(stepfunctions, "_fail_execution", hook=HOOK)
        self._plain_stop = replace(stepfunctions, "_stop_execution", self.stop, hook=HOOK)
        self._plain_describe = replace(stepfunctions, "_describe_execution", self.describe, hook=HOOK)
        self._plain_machine = replace(
            stepfunctions, "_describe_state_machine_for_execution", self.describe_machine, hook=HOOK
        )
        replace(stepfunctions, "_run_execution", self.run, hook=HOOK)

    def run(self, arn: str) -> None:
        """Run the execution *arn* to its end, in this thread."""
        execution = stepfunctions._executions[arn]
        revision = CHOSEN.get() or revision_of(execution["stateMachineArn"])
        if revision is None:
            self._fail(execution, "States.Runtime", "The state machine was deleted before its execution began")
            return
        execution.update(_origin(revision))
        try:
            program = self._interpreter.program(revision, execution)
        except Exception as problem:  # a thread's boundary: the execution must not stay RUNNING for ever
            LOG.exception("%s cannot be run", arn)
            self._fail(execution, "States.Runtime", str(problem))
            return
        self._live.add(arn, program)
        execution["events"] = LiveHistory(program)
        outcome = program.run()
        with self._live.closing:
            self._live.remove(arn)
            if execution["status"] != "RUNNING":
                return  # stopped meanwhile
            execution["events"] = program.history()
            execution.update(outcome, stopDate=stepfunctions.now_iso())
        self._emit(execution)

    def stop(self, data: dict[str, Any]) -> Answer:
        """StopExecution: ABORTED at once; the interpreter's thread ends when what it does lets it."""
        arn = data.get("executionArn", "")
        with self._live.closing:
            program = self._live.get(arn)
            if program is not None:
                stepfunctions._executions[arn]["events"] = program.history()
            answer: Answer = self._plain_stop(data)
        if program is not None:
            program.stop(data.get("error"), data.get("cause"))
        return answer

    def describe(self, data: dict[str, Any]) -> Answer:
        """DescribeExecution, with the version and alias that were started and without an output that never was."""
        answer: Answer = self._plain_describe(data)
        described = content(answer)
        if not described:
            return answer
        execution = stepfunctions._executions[data["executionArn"]]
        names = ("stateMachineVersionArn", "stateMachineAliasArn", "error", "cause")
        told = {name: execution[name] for name in names if execution.get(name) is not None}
        if described["status"] != "SUCCEEDED":
            described = {name: value for name, value in described.items() if name not in ("output", "outputDetails")}
        return fields({**described, **told})

    def describe_machine(self, data: dict[str, Any]) -> Answer:
        """DescribeStateMachineForExecution: the definition and role that the execution runs, not today's."""
        answer: Answer = self._plain_machine(data)
        described, execution = content(answer), stepfunctions._executions.get(data.get("executionArn", ""), {})
        return fields({**described, **execution.get("ran", {})}) if described else answer


def _origin(revision: Revision) -> dict[str, Any]:
    """Return what an execution's record says about where it comes from."""
    named = {"stateMachineVersionArn": revision.version_arn, "stateMachineAliasArn": revision.alias_arn}
    ran = {"definition": revision.definition, "roleArn": revision.role_arn}
    return {**{name: arn for name, arn in named.items() if arn}, "ran": ran}
