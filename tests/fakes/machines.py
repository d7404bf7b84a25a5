"""Step Functions in memory: machines whose executions go through scripted states."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from tests.fakes.scripted import Scripted
from workflow_updater.cloud.ports import Alias, Diagnosis, Execution, HistoryEvent, Machine
from workflow_updater.core.validation.validate import validate
from workflow_updater.errors import UsageError
from workflow_updater.local_cloud.state_machines.diagnostics import diagnostic


@dataclass
class Outcome:
    """How executions go from now on: the states they pass, one per poll, and how they end; *endless*: never."""

    states: tuple[str, ...] = ("Start",)
    status: str = "SUCCEEDED"
    output: str = "{}"
    error: str = ""
    cause: str = ""
    endless: bool = False


@dataclass
class _Running:
    arn: str
    outcome: Outcome
    input_json: str
    polls: int = 0
    events: list[HistoryEvent] = field(default_factory=list)


class FakeMachines(Scripted):
    """
    `machines` maps ARN → Machine, versions included; `outcome` is how executions go that are started from now on.

    `aliases` maps ARN → Alias. An entry of `shifting` is a list of routes that come one at every `alias` call.
    """

    WRITES = frozenset({"start", "delete_version"})

    def __init__(self) -> None:
        super().__init__()
        self.machines: dict[str, Machine] = {}
        self.aliases: dict[str, Alias] = {}
        self.shifting: dict[str, list[dict[str, int]]] = {}
        self.outcome = Outcome()
        self.diagnoses: list[Diagnosis] | None = None  # None: what the definition deserves
        self.stale_reads = 0  # so many `describe` calls still answer what was there before the last `set_definition`
        self._before: dict[str, Machine] = {}
        self._executions: dict[str, _Running] = {}

    def add(
        self, arn: str, definition: str = "{}", *, role_arn: str = "arn:aws:iam::111122223333:role/machine"
    ) -> None:
        self.machines[arn] = Machine(arn=arn, definition=definition, role_arn=role_arn)

    def set_definition(self, arn: str, definition: str) -> None:
        self._before[arn] = self.machines[arn]
        self.machines[arn] = replace(self.machines[arn], definition=definition)

    def describe(self, arn: str) -> Machine:
        self._called("describe", arn)
        if arn not in self.machines:
            raise UsageError(f"the state machine {arn} does not exist", hint="check --stack and --resource")
        if self.stale_reads and arn in self._before:
            self.stale_reads -= 1
            return self._before[arn]
        return self.machines[arn]

    def publish(self, arn: str) -> str:
        """Make a version of what the machine runs now, and return its ARN."""
        number = max((int(one.rpartition(":")[2]) for one in self._versions(arn)), default=0) + 1
        version = f"{arn}:{number}"
        self.machines[version] = replace(self.machines[arn], arn=version)
        return version

    def route(self, arn: str, routes: dict[str, int]) -> None:
        """Let the alias *arn* have these routes, and make it if there is none."""
        self.aliases[arn] = Alias(arn, routes)

    def alias(self, arn: str) -> Alias | None:
        self._called("alias", arn)
        if self.shifting.get(arn):
            self.route(arn, self.shifting[arn].pop(0))
        return self.aliases.get(arn)

    def versions(self, arn: str) -> list[str]:
        self._called("versions", arn)
        if arn not in self.machines:
            raise UsageError(f"the state machine {arn} does not exist", hint="check --stack and --resource")
        return self._versions(arn)

    def delete_version(self, arn: str) -> bool:
        self._called("delete_version", arn)
        if any(arn in alias.routes for alias in self.aliases.values()):
            return False
        self.machines.pop(arn, None)
        return True

    def validate(self, definition: str, machine_type: str) -> list[Diagnosis]:
        self._called("validate", definition, machine_type)
        if self.diagnoses is not None:
            return self.diagnoses
        found = [diagnostic(finding, json.loads(definition)) for finding in validate(json.loads(definition))]
        return [Diagnosis("error", one.code, one.message, one.location) for one in found]

    def start(self, arn: str, *, input_json: str, name: str, is_new: bool = False) -> str:
        self._called("start", arn, input_json, name)
        execution = f"{arn.replace(':stateMachine:', ':execution:')}:{name}"
        self._executions[execution] = _Running(execution, self.outcome, input_json)
        return execution

    def execution(self, arn: str) -> Execution:
        self._called("execution", arn)
        running = self._running(arn)
        running.polls += 1
        how = running.outcome
        if how.endless or running.polls <= len(how.states):
            return Execution(arn=arn, status="RUNNING")
        output = how.output if how.status == "SUCCEEDED" else ""
        return Execution(arn=arn, status=how.status, output=output, error=how.error, cause=how.cause)

    def history(self, arn: str, *, after: int = 0) -> list[HistoryEvent]:
        self._called("history", arn, after)
        running = self._running(arn)
        states = running.outcome.states[: max(running.polls, 1)]
        events = [HistoryEvent(id=1, type="ExecutionStarted", state="")]
        for state in states:
            events.append(HistoryEvent(id=len(events) + 1, type="TaskStateEntered", state=state))
            events.append(HistoryEvent(id=len(events) + 1, type="TaskStateExited", state=state))
        return events[after:]

    def _versions(self, arn: str) -> list[str]:
        found = [one for one in self.machines if one.rpartition(":")[0] == arn]
        return sorted(found, key=lambda one: int(one.rpartition(":")[2]), reverse=True)

    def _running(self, arn: str) -> _Running:
        if arn not in self._executions:
            raise UsageError(f"the execution {arn} does not exist")
        return self._executions[arn]
