"""W512: a retrier or catcher that never matches, since one before it takes all its errors."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import FIELDS, handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for field in FIELDS:
        taken: set[str] = set()
        for handler in handlers(state, field):
            names = [error for error in handler.errors if isinstance(error, str)]
            if (
                names
                and "States.ALL" not in names
                and all(name in taken or _is_a_failed_task(name, taken) for name in names)
            ):
                told = " and ".join(f'"{name}"' for name in names[:2]) + (" and others" if len(names) > 2 else "")
                yield Fault(
                    state.pointer(field, handler.position, "ErrorEquals"),
                    f"a {handler.kind} before this one takes {told}, so that this one never matches",
                )
            taken.update(names)


def _is_a_failed_task(name: str, taken: set[str]) -> bool:
    return "States.TaskFailed" in taken and not name.startswith("States.") and "${" not in name


RULE = StateRule(
    id="W512",
    title="A retrier or catcher can match",
    description=(
        "The first one that names the error takes it, and States.TaskFailed takes every error of a task but "
        "States.Timeout. One whose errors are all taken before never matches."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    hint="put the more specific one first, or remove one of the two",
    types=CATCHING_TYPES,
    fields=frozenset(FIELDS),
    check=_check,
)
