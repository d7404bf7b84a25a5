"""W428: a heartbeat comes before the timeout."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_number
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    heartbeat, timeout = state.body["HeartbeatSeconds"], state.body.get("TimeoutSeconds")
    if is_number(heartbeat) and is_number(timeout) and heartbeat >= timeout:
        message = (
            f'the HeartbeatSeconds of "{state.name}", {heartbeat}, are not less than its TimeoutSeconds, {timeout}'
        )
        yield Fault(state.pointer("HeartbeatSeconds"), message)


RULE = StateRule(
    id="W428",
    title="A heartbeat comes before the timeout",
    description=(
        "The specification says that HeartbeatSeconds must be smaller than TimeoutSeconds: else the timeout is always "
        "first. It is not known that AWS refuses it."
    ),
    source="https://states-language.net/spec.html#timeouts",
    hint="write fewer HeartbeatSeconds, or more TimeoutSeconds",
    types=frozenset({"Task"}),
    fields=frozenset({"HeartbeatSeconds"}),
    check=_check,
)
