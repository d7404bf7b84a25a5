"""CloudFormation in memory: change sets and operations that take a few polls, as on AWS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes import templates
from tests.fakes.changes import STATE_MACHINE, Step, changes_between, steps
from tests.fakes.scripted import Scripted
from workflow_updater.cloud.ports import (
    UNKNOWN_TIME,
    ChangeSet,
    ChangeSetRequest,
    PendingChangeSet,
    Stack,
    StackEvent,
    StackResource,
)
from workflow_updater.core.aliases.publishing import ids_of
from workflow_updater.core.aliases.resources import ALIAS, VERSION
from workflow_updater.core.change.model import ResourceChange
from workflow_updater.errors import StackBusy, UsageError

REGION = "eu-central-1"
ACCOUNT = "111122223333"
NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."


@dataclass
class Held:
    """One stack and all that the fake knows of it."""

    stack: Stack
    template: str
    resources: dict[str, str]
    events: list[StackEvent] = field(default_factory=list)
    pending: list[Step] = field(default_factory=list)
    token: str = ""
    when_done: Callable[[], None] = lambda: None


@dataclass
class Outcome:
    """What the next change set becomes; None: what the fake works out itself."""

    status: str = "CREATE_COMPLETE"
    reason: str = ""
    changes: tuple[ResourceChange, ...] | None = None
    processed: Mapping[str, Any] | None = None


@dataclass
class _Set:
    request: ChangeSetRequest
    outcome: Outcome
    set: ChangeSet
    parameters: dict[str, str]
    processed: Mapping[str, Any]
    polls_left: int = 1


class FakeStacks(Scripted):
    """
    Stacks whose change sets and operations move one step on at every poll.

    `add` puts a stack there. `next_change_set` and `next_failure` script what comes; left alone, a change set changes
    the state machines when template, parameters or stored definition differ, else it FAILED with AWS's words, and its
    execution succeeds. `on_machine(arn, definition)` is told what an executed change set makes of a state machine.
    `ssm` are the parameters of the parameter store: name → value.
    """

    WRITES = frozenset({"create_change_set", "delete_change_set", "execute", "delete"})

    def __init__(
        self, *, read: templates.ReadLocation = lambda _: None, on_machine: Callable[[str, str], None] = lambda *_: None
    ) -> None:
        super().__init__()
        self.held: dict[str, Held] = {}
        self.sets: dict[str, _Set] = {}
        self.ssm: dict[str, str] = {}
        self.executed: dict[str, _Set] = {}
        self.next_change_set: Outcome | None = None
        self.next_failure: tuple[str, str] | None = None  # logical id and reason: the next execution rolls back
        self.rollback_ends = "COMPLETE"  # or FAILED
        self.on_bucket: Callable[[str], None] = lambda _: None
        self._read = read
        self._on_machine = on_machine
        self._count = 0

    def add(
        self,
        name: str,
        *,
        template: str = '{"Resources": {}}',
        status: str = "CREATE_COMPLETE",
        parameters: Mapping[str, str] | None = None,
        outputs: Mapping[str, str] | None = None,
        resources: Mapping[str, str] | None = None,
        capabilities: tuple[str, ...] = (),
    ) -> Stack:
        """Put a stack there; physical ids of its template's resources are made up unless given."""
        parsed = templates.parse(template)
        values = templates.with_defaults(parsed, parameters or {})
        ids = self._physical_ids(name, parsed, values) | dict(resources or {})
        stack = Stack(
            name=name,
            arn=f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{name}/{self._number()}",
            status=status,
            parameters=values,
            outputs=dict(outputs or {}),
            capabilities=capabilities,
            resolved=templates.resolved_ssm(parsed, values, self.ssm),
        )
        self.held[name] = Held(stack=stack, template=template, resources=ids)
        return stack

    def describe(self, stack: str) -> Stack | None:
        self._called("describe", stack)
        held = self._find(stack)
        if held is None:
            return None
        self._advance(held)
        return replace(held.stack, parameters=templates.shown(templates.parse(held.template), held.stack.parameters))

    def original_template(self, stack: str) -> str:
        self._called("original_template", stack)
        return self._must_find(stack).template.encode("ascii", "replace").decode()

    def deployed_template(self, stack: str) -> Mapping[str, Any]:
        self._called("deployed_template", stack)
        return self._deployed(self._must_find(stack))

    def resource_ids(self, stack: str) -> Mapping[str, str]:
        self._called("resource_ids", stack)
        return dict(self._must_find(stack).resources)

    def resources(self, stack: str) -> list[StackResource]:
        self._called("resources", stack)
        held = self._must_find(stack)
        declared = templates.parse(held.template).get("Resources", {})
        added = {name: kind for one in declared for name, kind in zip(ids_of(one), (VERSION, ALIAS), strict=True)}
        types = added | {one: resource["Type"] for one, resource in declared.items()}
        return [
            StackResource(one, physical_id, types.get(one, "AWS::Fake::Resource"), "CREATE_COMPLETE")
            for one, physical_id in held.resources.items()
        ]

    def create_change_set(self, request: ChangeSetRequest) -> str:
        self._called("create_change_set", request)
        held = self._find(request.stack)
        if request.type == "CREATE" and held is None:
            self.add(request.stack, status="REVIEW_IN_PROGRESS")
            held = self.held[request.stack]
        if held is None:
            raise UsageError(f"there is no stack {request.stack}", hint="check --stack and --region")
        if held.stack.status.endswith("_IN_PROGRESS") and held.stack.status != "REVIEW_IN_PROGRESS":
            raise StackBusy(f"the stack {request.stack} is in {held.stack.status}")
        return self._new_set(request, held)

    def find_change_set(self, stack: str, name: str) -> str | None:
        self._called("find_change_set", stack, name)
        found = (arn for arn, one in self.sets.items() if one.request.name == name and one.request.stack == stack)
        return next(found, None)

    def pending_change_sets(self, stack: str) -> list[PendingChangeSet]:
        self._called("pending_change_sets", stack)
        sets = [one.set for one in self.sets.values() if one.request.stack == stack]
        return [PendingChangeSet(one.arn, one.name, one.created) for one in sets]

    def change_set(self, arn: str) -> ChangeSet:
        self._called("change_set", arn)
        entry = self._entry(arn)
        if entry.polls_left:
            entry.polls_left -= 1
        elif entry.set.status == "CREATE_IN_PROGRESS":
            execution = "AVAILABLE" if entry.outcome.status == "CREATE_COMPLETE" else "UNAVAILABLE"
            changes = (entry.outcome.changes or ()) if entry.outcome.status == "CREATE_COMPLETE" else ()
            entry.set = replace(
                entry.set,
                status=entry.outcome.status,
                execution_status=execution,
                reason=entry.outcome.reason,
                changes=changes,
            )
        return entry.set

    def processed_template(self, change_set_arn: str) -> Mapping[str, Any]:
        self._called("processed_template", change_set_arn)
        return self._entry(change_set_arn).processed

    def delete_change_set(self, arn: str) -> None:
        self._called("delete_change_set", arn)
        self.sets.pop(arn, None)
        self.executed.pop(arn, None)

    def execute(self, change_set_arn: str, *, token: str) -> None:
        self._called("execute", change_set_arn, token)
        entry = self._entry(change_set_arn)
        held = self._must_find(entry.request.stack)
        if entry.set.execution_status != "AVAILABLE":
            raise StackBusy(f"the change set {entry.set.name} cannot be executed: {entry.set.execution_status}")
        held.token = token
        changed = [change.logical_id for change in entry.set.changes]
        held.pending = steps(entry.request, changed, self.next_failure, rollback_ends=self.rollback_ends)
        held.stack = replace(held.stack, change_set=change_set_arn)
        entry.set = replace(entry.set, execution_status="EXECUTE_IN_PROGRESS")
        self.executed[change_set_arn] = entry
        held.when_done = lambda: self._end(entry, "EXECUTE_FAILED")
        if not self.next_failure:
            held.when_done = lambda: self._apply(entry, held)
        self.next_failure = None
        self._advance(held)
        for other in [arn for arn, one in self.sets.items() if one.request.stack == entry.request.stack]:
            del self.sets[other]

    def delete(self, stack: str) -> None:
        self._called("delete", stack)
        held = self._find(stack)
        if held:
            del self.held[held.stack.name]

    def events(self, stack_arn: str, *, token: str, since: datetime = UNKNOWN_TIME) -> list[StackEvent]:
        self._called("events", stack_arn, token)
        held = self._must_find(stack_arn)
        self._advance(held)
        return [event for event in held.events if event.token == token]

    def recent_events(self, stack: str) -> list[StackEvent]:
        self._called("recent_events", stack)
        return self._must_find(stack).events[-100:]

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _find(self, stack: str) -> Held | None:
        return next((held for held in self.held.values() if stack in {held.stack.name, held.stack.arn}), None)

    def _must_find(self, stack: str) -> Held:
        held = self._find(stack)
        if held is None:
            raise UsageError(f"there is no stack {stack}", hint="check --stack and --region")
        return held

    def _entry(self, arn: str) -> _Set:
        found = self.sets.get(arn) or self.executed.get(arn)
        if found is None:
            raise StackBusy(f"the change set {arn} does not exist any more")
        return found

    def _deployed(self, held: Held) -> dict[str, Any]:
        return templates.injected(templates.parse(held.template), held.stack.parameters, self._read)

    def _physical_ids(self, stack: str, template: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
        return {
            logical_id: templates.physical_id(stack, logical_id, resource, values)
            for logical_id, resource in template.get("Resources", {}).items()
        }

    def _new_set(self, request: ChangeSetRequest, held: Held) -> str:
        assert (request.template_body is None) != (request.template_url is None), "one template, not two, not none"
        template = templates.parse(templates.sent(request, self._read))
        old = held.stack.parameters
        given = {name: old[name] if value is None else value for name, value in request.parameters.items()}
        parameters = templates.with_defaults(template, given)
        processed = templates.injected(template, parameters, self._read)
        outcome, self.next_change_set = self.next_change_set or Outcome(), None
        if outcome.changes is None and outcome.status == "CREATE_COMPLETE":
            before = None if request.type == "CREATE" else self._deployed(held)
            changes = changes_between(before, processed, same_parameters=parameters == old)
            outcome = replace(outcome, changes=changes) if changes else Outcome(status="FAILED", reason=NO_CHANGES)
        arn = f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:changeSet/{request.name}/{self._number()}"
        change_set = ChangeSet(
            arn=arn,
            name=request.name,
            stack_arn=held.stack.arn,
            status="CREATE_IN_PROGRESS",
            execution_status="UNAVAILABLE",
            reason="",
            changes=(),
            description=request.description,
            created=self._now(),
            parameters=templates.shown(template, parameters),
            resolved=templates.resolved_ssm(template, parameters, self.ssm),
        )
        self.sets[arn] = _Set(request, outcome, change_set, parameters, outcome.processed or processed)
        return arn

    def _advance(self, held: Held) -> None:
        if not held.pending:
            return
        logical_id, status, reason = held.pending.pop(0)
        number = self._number()
        own = logical_id == held.stack.name
        held.events.append(
            StackEvent(
                id=f"event-{number}",
                at=self._now(),
                logical_id=logical_id,
                type="AWS::CloudFormation::Stack" if own else "AWS::Fake::Resource",
                status=status,
                reason=reason,
                physical_id=held.stack.arn if own else held.resources.get(logical_id, ""),
                token=held.token,
            )
        )
        if not own:
            return
        held.stack = replace(held.stack, status=status, status_reason=reason)
        if not held.pending:
            held.when_done()
            held.when_done = lambda: None

    def _now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self._count)

    def _end(self, entry: _Set, execution_status: str) -> None:
        entry.set = replace(entry.set, execution_status=execution_status)

    def _apply(self, entry: _Set, held: Held) -> None:
        template = templates.parse(templates.sent(entry.request, self._read))
        held.template = templates.sent(entry.request, self._read)
        held.resources = self._physical_ids(entry.request.stack, template, entry.parameters) | {
            one: known for one, known in held.resources.items() if one in template["Resources"]
        }
        outputs = {
            name: templates.resolved(output["Value"], entry.parameters, held.resources)
            for name, output in template.get("Outputs", {}).items()
        }
        held.stack = replace(
            held.stack,
            parameters=entry.parameters,
            outputs=outputs,
            capabilities=entry.request.capabilities,
            resolved=entry.set.resolved,
        )
        for logical_id, resource in entry.processed["Resources"].items():
            if resource["Type"] == STATE_MACHINE and "DefinitionString" in resource["Properties"]:
                self._on_machine(held.resources[logical_id], resource["Properties"]["DefinitionString"])
            if resource["Type"] == "AWS::S3::Bucket":
                self.on_bucket(held.resources[logical_id])
        self._end(entry, "EXECUTE_COMPLETE")
