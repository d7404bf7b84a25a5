"""E624: ItemReader and ResultWriter call an S3 action that they can."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open
from workflow_updater.core.validation.rule import Fault, StateRule

_ARGUMENTS = frozenset({"Parameters", "Arguments"})
_ACTIONS = {"ItemReader": ("getObject", "listObjectsV2"), "ResultWriter": ("putObject",)}
_RESOURCES = {field: rf"arn:[^:]+:states:::s3:(?:{'|'.join(names)})" for field, names in _ACTIONS.items()}


def _check(state: State) -> Iterator[Fault]:
    reader = state.body.get("ItemReader")
    if isinstance(reader, dict) and "Resource" not in reader:
        message, hint = f'the ItemReader of "{state.name}" has no Resource', f"add {_written('ItemReader')}"
        yield Fault(state.pointer("ItemReader"), message, hint)
    elif isinstance(reader, dict) and reader.keys().isdisjoint(_ARGUMENTS):
        field = "Arguments" if state.query_language == "JSONata" else "Parameters"
        message = f'the ItemReader of "{state.name}" has no {field}'
        yield Fault(state.pointer("ItemReader"), message, f"add {field} with Bucket, and Key or Prefix")
    for field in _ACTIONS:
        body = object_at(state.body, (field,))
        if "Resource" in body and not _can_call(field, body["Resource"]):
            message = f'the Resource in the {field} of "{state.name}" is none that it can call'
            yield Fault(state.pointer(field, "Resource"), message, f"write {_written(field)}")


def _can_call(field: str, resource: object) -> bool:
    return is_open(resource) or (isinstance(resource, str) and re.fullmatch(_RESOURCES[field], resource) is not None)


def _written(field: str) -> str:
    return " or ".join(f"arn:aws:states:::s3:{action}" for action in _ACTIONS[field])


RULE = StateRule(
    id="E624",
    title="Items are read and results written by S3's own actions",
    description=(
        "An ItemReader calls s3:getObject or s3:listObjectsV2, a ResultWriter s3:putObject: “The field 'Resource' does "
        "not match any of the allowed values”. A reader needs Parameters (JSONata: Arguments) that say what to read."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html",
    types=frozenset({"Map"}),
    fields=frozenset(_ACTIONS),
    check=_check,
)
