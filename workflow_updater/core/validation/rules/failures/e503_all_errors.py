"""E503: States.ALL stands alone, and in the last retrier or catcher."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import FIELDS, handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for handler in handlers(state, *FIELDS):
        if "States.ALL" not in handler.errors:
            continue
        where = state.pointer(handler.field, handler.position, "ErrorEquals", handler.errors.index("States.ALL"))
        if len(handler.errors) > 1:
            yield Fault(where, "States.ALL stands beside other errors", "remove the other errors: it takes them too")
        if handler.position < len(state.body[handler.field]) - 1:
            yield Fault(where, f"States.ALL stands before another {handler.kind}", f"make it the last {handler.kind}")


RULE = StateRule(
    id="E503",
    title="States.ALL stands alone and last",
    description="AWS: “States.ALL must appear alone and at end of list”.",
    source="https://states-language.net/spec.html#errors",
    types=CATCHING_TYPES,
    fields=frozenset(FIELDS),
    check=_check,
)
