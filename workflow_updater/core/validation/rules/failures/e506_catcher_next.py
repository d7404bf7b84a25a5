"""E506: every catcher says where it goes."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.handlers import handlers
from workflow_updater.core.definition.machine import CATCHING_TYPES, State
from workflow_updater.core.validation.rule import Fault, StateRule


def _check(state: State) -> Iterator[Fault]:
    for catcher in handlers(state, "Catch"):
        if "Next" not in catcher.body:
            yield Fault(state.pointer("Catch", catcher.position), f'a catcher of "{state.name}" has no Next')


RULE = StateRule(
    id="E506",
    title="A catcher has a Next",
    description="Next names the state that goes on once the error is caught; a catcher cannot end the machine.",
    source="https://states-language.net/spec.html#errors",
    hint='add "Next" with the name of a state',
    types=CATCHING_TYPES,
    fields=frozenset({"Catch"}),
    check=_check,
)
