"""
The events of an operation as AWS tells them.

MiniStack reports an update of every resource of the stack, that of a new one as an update too, no cleanup at the end,
no physical id when it begins, and no names in the reason of a creation's rollback; telling.py knows what AWS does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation.comparison import Changed
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.telling import CLEANUP, STACK, Event, Telling, stack_reason

HOOK = "stack_events"


@dataclass(frozen=True)
class Operation:
    """A creation or update of *stack* under way, and what it tells."""

    stack: Record
    telling: Telling
    beyond_properties: frozenset[str] = frozenset()  # resources of which more than properties changes

    def record(self, events: Iterable[Event]) -> None:
        """Record *events* as they are, and let the stack take the status that they tell of a cleanup."""
        for event in events:
            if event.status == CLEANUP:
                self.stack["StackStatus"] = CLEANUP
            _record(self.stack["StackId"], self.stack["StackName"], event)

    @property
    def is_deleted(self) -> bool:
        """Whether DeleteStack overtook the creation of the stack, which then must not go on."""
        return str(self.stack["StackStatus"]).startswith("DELETE_")


_OPERATION: ContextVar[Operation | None] = ContextVar("operation whose resources are made", default=None)


def current() -> Operation | None:
    """Return the operation that this task carries out, None when it is none (a deletion of the stack)."""
    return _OPERATION.get()


@contextmanager
def told_as_on_aws(stack: Record, changed: Changed, previous: Record | None) -> Iterator[None]:
    """Tell the events of an operation; the resources that it leaves alone keep their former status."""
    former = (previous or {}).get("_resources", {})
    ids = {name: resource.get("PhysicalResourceId", "") for name, resource in former.items()}
    quiet = set(former) - changed.resources
    telling = Telling(stack["StackName"], stack["StackId"], None if previous is None else ids, quiet)
    token = _OPERATION.set(Operation(stack, telling, changed.beyond_properties))
    try:
        yield
    finally:
        _OPERATION.reset(token)
    made = stack.get("_resources", {})
    for name in quiet & former.keys() & made.keys():
        made[name].update({key: former[name][key] for key in ("ResourceStatus", "Timestamp")})
    for name in made.keys() - former.keys() if previous is not None else ():
        made[name]["ResourceStatus"] = made[name]["ResourceStatus"].replace("UPDATE_", "CREATE_")


def _record(stack_id: str, stack_name: str, event: Event) -> None:
    """Record *event* as it is."""
    from ministack.services.cloudformation import stacks

    told = (event.logical_id, event.type, event.status, event.reason, event.physical_id, event.detailed_status)
    stacks._add_event(stack_id, stack_name, *told, as_it_is=True)


def install() -> None:
    """Hook in."""
    from ministack.services.cloudformation import changesets, stacks

    plain = hooks.private(stacks, "_add_event", hook=HOOK)

    def add_event(stack_id: str, stack_name: str, *told: str, as_it_is: bool = False, **named: str) -> None:
        if as_it_is:
            plain(stack_id, stack_name, *told)
            return
        event = Event(*told, **named)
        operation = _OPERATION.get()
        if operation is not None:
            operation.record(operation.telling.told(event))
            return
        if event.type == STACK and event.physical_id == stack_id:
            event = replace(event, reason=stack_reason(event, []))
        _record(stack_id, stack_name, event)

    for module in (stacks, changesets):
        hooks.replace(module, "_add_event", add_event, hook=HOOK)
