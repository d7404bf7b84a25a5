"""G108: no placeholder decides what a state is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.definition.machine import State
from workflow_updater.core.guardrails.patterns import is_open
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.workflow import Workflow
from workflow_updater.core.validation.rule import Fault

_DECISIVE = ("Type", "QueryLanguage")
_LOOKED_INTO = ("Credentials", "ItemReader", "ResultWriter", "ItemProcessor", "Iterator", "ProcessorConfig")


def _check(workflow: Workflow, policy: Policy) -> Iterator[Fault]:
    del policy
    for scope in workflow.scopes:
        yield from _in_object(scope.body, scope.path)
    for placed in workflow.states:
        yield from _in_state(placed.state)


def _in_state(state: State) -> Iterator[Fault]:
    yield from _in_object(state.body, state.path)
    pending: list[tuple[Path, Any]] = [((*state.path, name), state.body.get(name)) for name in _LOOKED_INTO]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            yield from _in_object(value, path)
            pending.extend(((*path, name), value[name]) for name in _LOOKED_INTO if name in value)


def _in_object(body: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    for name, value in body.items():
        if is_open(name):
            yield Fault(pointer((*path, name)), f"the field {name} is another one once its placeholder is filled")
        elif name in _DECISIVE and isinstance(value, str) and is_open(value):
            yield Fault(pointer((*path, name)), f"a placeholder leaves open what {name} is")


RULE = GuardrailRule(
    id="G108",
    title="No placeholder decides what a state is",
    description="Type, QueryLanguage and the names of fields stand in the definition, or nothing can be judged.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html",
    hint="write the field or the value itself",
    check=_check,
)
