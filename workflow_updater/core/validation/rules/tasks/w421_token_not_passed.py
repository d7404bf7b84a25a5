"""W421: who shall return a task token must have got it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fences import has_fence
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder, strings
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.tasks.parameters import field_of, integration_of

# The context object, or what of it may hold the token: anything but its other parts.
_OTHER_PARTS = r"(?:Execution|State|StateMachine|Map)\b"
_TOKEN = {
    "JSONPath": rf"\$\$(?!\.{_OTHER_PARTS})",
    "JSONata": rf"\$states\b(?!\.(?:input\b|result\b|errorOutput\b|context\.{_OTHER_PARTS}))",
}
_WRITTEN = {
    "JSONPath": '"$$.Task.Token" as the value of a field whose name ends with ".$"',
    "JSONata": '"{% $states.context.Task.Token %}"',
}


def _check(state: State) -> Iterator[Fault]:
    resource = integration_of(state)
    if resource is None or resource.pattern != "waitForTaskToken" or _may_pass_token(state):
        return
    field = field_of(state)
    hint = f"pass {_WRITTEN[state.query_language]} in {field}"
    message = f'"{state.name}" waits for a task token that its {field} do not pass on'
    yield Fault(state.pointer(field) if field in state.body else state.pointer("Resource"), message, hint)


def _may_pass_token(state: State) -> bool:
    token = _TOKEN[state.query_language]
    return any(
        re.search(token, text) or (has_placeholder(text) and _is_read(path, text))
        for path, text in strings(state.body.get(field_of(state)))
    )


def _is_read(path: tuple[str | int, ...], text: str) -> bool:
    """Return whether *text* is no value but says where to read it."""
    return has_fence(text) or (bool(path) and str(path[-1]).endswith(".$"))


RULE = StateRule(
    id="W421",
    title="A task token is passed on",
    description="Nobody can answer when the parameters of a .waitForTaskToken do not hold the token: it waits in vain.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
