"""E407: Credentials are an object with a role."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.parameters import names_in


def _check(state: State) -> Iterator[Fault]:
    credentials, where = state.body["Credentials"], state.pointer("Credentials")
    if is_open(credentials):
        return
    if not isinstance(credentials, dict):
        yield Fault(where, f'the Credentials of "{state.name}" are not an object')
        return
    names = names_in(credentials, state.query_language)
    if names is not None and "RoleArn" not in names and (not names or state.query_language == "JSONata"):
        yield Fault(where, f'the Credentials of "{state.name}" have no RoleArn')
    elif not isinstance(credentials.get("RoleArn", ""), str):
        yield Fault(state.pointer("Credentials", "RoleArn"), f'the RoleArn of "{state.name}" is not text')


RULE = StateRule(
    id="E407",
    title="Credentials name a role",
    description=(
        "RoleArn is the role with which the task runs; in JSONPath RoleArn.$ may read it. AWS: “The field 'RoleArn' is "
        "required but was missing”. Where JSONPath has other fields instead, W426 tells it: the specification lets "
        "Credentials be any payload."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html",
    hint='write "Credentials": {"RoleArn": "arn:aws:iam::account:role/name"}',
    types=frozenset({"Task"}),
    fields=frozenset({"Credentials"}),
    check=_check,
)
