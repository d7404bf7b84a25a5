"""E207: a QueryLanguage is JSONPath or JSONata."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.core.definition.machine import QUERY_LANGUAGES, Scope
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, ScopeRule


def _check(scope: Scope) -> Iterator[Fault]:
    places = [(scope.path, scope.body)] if scope.kind == "machine" else []
    places += [(state.path, state.body) for state in scope.states.values() if "QueryLanguage" in state.body]
    for path, body in places:
        written = body.get("QueryLanguage", "JSONPath")
        if written not in QUERY_LANGUAGES and not is_open(written):
            yield Fault(pointer((*path, "QueryLanguage")), f"the QueryLanguage is {_shown(written)}")


def _shown(written: object) -> str:
    return f'"{written}", which is none' if isinstance(written, str) else "not text"


RULE = ScopeRule(
    id="E207",
    title="A query language is JSONPath or JSONata",
    description="AWS: “Value should be one of the following: [JSONPath, JSONata]”; upper and lower case count.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
    hint="write JSONPath or JSONata",
    check=_check,
)
