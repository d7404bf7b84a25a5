"""E402: the ARN of a function has a name, and its version or alias is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.services.resource import resource_of
from workflow_updater.core.validation.rule import Fault, StateRule

_QUALIFIER = r"\$LATEST(?:\.PUBLISHED)?|[A-Za-z0-9_-]+"  # source: botocore lambda model, shape Qualifier
_NO_NAME = r"\s|\.(?:sync(?:2)?|waitForTaskToken)$"


def _check(state: State) -> Iterator[Fault]:
    resource = resource_of(state)
    if resource is None or resource.kind != "function":
        return
    if not resource.name:
        yield Fault(state.pointer("Resource"), f'the Resource of "{state.name}" names no function')
    elif re.search(_NO_NAME, resource.name):
        message = f'the Resource of "{state.name}" is not the ARN of a function'
        hint = "a pattern needs arn:aws:states:::lambda:invoke, with the function as FunctionName"
        yield Fault(state.pointer("Resource"), message, hint)
    elif resource.qualifier is not None and not _is_qualifier(resource.qualifier):
        what = f'"{resource.qualifier}" is no' if resource.qualifier else "a colon needs a"
        message = f'{what} version or alias, in the Resource of "{state.name}"'
        yield Fault(state.pointer("Resource"), message, "write $LATEST, a number or an alias, or leave the colon out")


def _is_qualifier(text: str) -> bool:
    return has_placeholder(text) or re.fullmatch(_QUALIFIER, text) is not None


RULE = StateRule(
    id="E402",
    title="The ARN of a function is complete",
    description="arn:aws:lambda:region:account:function:name, with a version or an alias after a further colon or not.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html",
    hint="write arn:aws:lambda:region:account:function:name",
    types=frozenset({"Task"}),
    fields=frozenset({"Resource"}),
    check=_check,
)
