"""E612: the Timestamp of a Wait state is an RFC 3339 timestamp with a zone."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fences import has_fence
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.timestamps import is_timestamp


def _check(state: State) -> Iterator[Fault]:
    timestamp = state.body["Timestamp"]
    if not isinstance(timestamp, str) or is_open(timestamp) or is_timestamp(timestamp):
        return
    expression = has_fence(timestamp)
    if not expression or state.query_language == "JSONPath":
        yield Fault(
            state.pointer("Timestamp"),
            f'the Timestamp of "{state.name}" is not an RFC 3339 timestamp',
            'for an expression, add "QueryLanguage": "JSONata"' if expression else "",
        )


RULE = StateRule(
    id="E612",
    title="A Timestamp is an RFC 3339 timestamp",
    description=(
        "AWS: “String does not match RFC3339 timestamp”. T and Z are upper case, and without a zone it is none."
    ),
    source="https://states-language.net/spec.html#timestamps",
    hint="write it like 2026-01-31T09:30:00Z",
    types=frozenset({"Wait"}),
    fields=frozenset({"Timestamp"}),
    check=_check,
)
