"""W303: a field for text that holds a path."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told

_PATH = r"\$\$?(?:\.[A-Za-z_][\w-]*|\[\d+\]|\['[^']*'\])+"


def _check(state: State) -> Iterator[Fault]:
    for field in ("Error", "Cause"):
        text = state.body.get(field)
        if isinstance(text, str) and re.fullmatch(_PATH, text):
            yield told(state, (field,), f"stays the text {text}: it is not evaluated", f"write {field}Path")


RULE = StateRule(
    id="W303",
    title="A path stands in a …Path field",
    description="AWS warns too: NO_PATH. Error and Cause are plain text; ErrorPath and CausePath are evaluated.",
    source="https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html",
    types=frozenset({"Fail"}),
    fields=frozenset({"Error", "Cause"}),
    language="JSONPath",
    check=_check,
)
