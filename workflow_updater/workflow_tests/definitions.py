"""A definition as the interpreter is given it: substitutions filled in, and a function for each resource left open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from workflow_updater.core.definition.bare_placeholders import json_text, quoted, unquoted, with_bare_numbers
from workflow_updater.core.definition.machine import scopes
from workflow_updater.core.definition.placeholders import PLACEHOLDER, has_placeholder, placeholder_names
from workflow_updater.errors import UsageError

UNKNOWN_FIELDS = ("ItemBatcher", "Data")  # found with the definitions that others wrote; docs/workflow_tests.md
FUNCTION_ARN = "arn:aws:lambda:eu-central-1:111122223333:function:{name}"


def runnable(definition: Mapping[str, Any], substitutions: Mapping[str, Any]) -> str:
    """
    Return *definition* as text, each `${Name}` of *substitutions* replaced as CloudFormation does it: as plain text.

    A task whose Resource is a placeholder without a value is taken for a Lambda function of that name.

    Raises:
        UsageError: what comes out is no JSON, or the substitutions refer to one another without end.
    """
    from workflow_updater.local_cloud.state_machines.substitution import EndlessSubstitution, substitute

    text = json_text(with_bare_numbers(definition), ensure_ascii=False)
    try:
        filled = unquoted(json.loads(quoted(substitute(text, substitutions))))
    except EndlessSubstitution as fault:
        raise UsageError(f"substitutions: {fault}") from fault
    except ValueError as fault:
        raise UsageError(
            f"substitutions: with them the definition is no JSON any more: {fault}",
            hint="they are pasted as they are: a quotation mark or a backslash needs one more backslash",
        ) from fault
    for scope in scopes(filled):
        for state in scope.states.values():
            resource = state.body.get("Resource")
            if state.type == "Task" and isinstance(resource, str) and PLACEHOLDER.fullmatch(resource):
                scope.body["States"][state.name] = {**state.body, "Resource": _function(resource)}
    return json.dumps(filled, ensure_ascii=False)


def unknown_fields(definition: Mapping[str, Any]) -> list[str]:
    """Return, for each state that has one, which field the interpreter does not know."""
    return [
        f"state {name} has {field}, which the interpreter does not know"
        for scope in scopes(definition)
        for name, state in scope.states.items()
        for field in UNKNOWN_FIELDS
        if field in state.body
    ]


def left_open(text: str) -> tuple[str, ...]:
    """Return the names of the placeholders that *text* still has."""
    return placeholder_names(text) if has_placeholder(text) else ()


def _function(placeholder: str) -> str:
    return FUNCTION_ARN.format(name=PLACEHOLDER.sub(r"\1", placeholder).replace(".", "-").replace("::", "-"))
