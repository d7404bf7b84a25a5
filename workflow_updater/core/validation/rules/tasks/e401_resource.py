"""E401: a Task state names what it runs, by an ARN."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fences import OPENING
from workflow_updater.core.definition.machine import State
from workflow_updater.core.services.resource import Resource, resource_of
from workflow_updater.core.validation.rule import Fault, StateRule

_ARN_HINT = "write the ARN of an integration, of a function or of an activity, or a ${Placeholder}"
_FIXED_HINT = "a Resource is fixed text, for each execution the same; a Choice can lead to different tasks"
_EXPRESSIONS = ("$", OPENING)
_OTHERS = frozenset({"swf"})  # the specification's own examples name tasks of that service


def _check(state: State) -> Iterator[Fault]:
    if "Resource" not in state.body:
        if "Resource.$" not in state.body:  # E202
            yield Fault(state.pointer(), f'the Task state "{state.name}" has no Resource')
        return
    resource = resource_of(state)
    if resource is None:  # E210
        return
    if resource.kind == "none":
        hint = _FIXED_HINT if resource.text.startswith(_EXPRESSIONS) else _ARN_HINT
        yield Fault(state.pointer("Resource"), f'the Resource of "{state.name}" is not an ARN', hint)
    elif _is_no_task(resource):
        yield Fault(state.pointer("Resource"), f'the Resource of "{state.name}" is nothing that a task can run')


def _is_no_task(resource: Resource) -> bool:
    if resource.kind == "activity":
        return not resource.name
    return resource.kind == "other" and resource.service not in _OTHERS


RULE = StateRule(
    id="E401",
    title="A Task state names what it runs",
    description=(
        "Resource is the ARN of a function, of an activity, or of an integration, arn:aws:states:::service:action. "
        "AWS: “These fields are required: [Resource]”, “Value is not a valid resource ARN”."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html",
    hint=_ARN_HINT,
    types=frozenset({"Task"}),
    check=_check,
)
