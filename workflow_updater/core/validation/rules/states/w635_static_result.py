"""W635: a Result that looks as if it were evaluated."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    pending: list[tuple[tuple[str | int, ...], object]] = [(("Result",), state.body["Result"])]
    while pending:
        way, value = pending.pop()
        if isinstance(value, dict):
            pending.extend(((*way, field), value[field]) for field in reversed(value))
        elif isinstance(value, list):
            pending.extend(((*way, index), value[index]) for index in reversed(range(len(value))))
        elif isinstance(value, str) and str(way[-1]).endswith(".$") and value.startswith(("$", "States.")):
            yield Fault(state.pointer(*way), f'the Result of "{state.name}" is never evaluated: this stays text')


RULE = StateRule(
    id="W635",
    title="A Result has no paths in it",
    description="AWS warns too: PASS_RESULT_IS_STATIC. Paths and functions are evaluated in Parameters.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html",
    hint="use Parameters instead of Result",
    types=frozenset({"Pass"}),
    fields=frozenset({"Result"}),
    check=_check,
)
