"""Which fields belong to one query language only; source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.definition.machine import QueryLanguage
from workflow_updater.core.validation.rule import Fault
from workflow_updater.core.validation.rules.fields.allowed import COMPARISONS

# In JSONata → what says the same, where something does
_INSTEAD_OF_PATHS = {
    "InputPath": "$states.input in the expressions",
    "Parameters": "Arguments in a Task or Parallel state, ItemSelector in a Map state, Output in a Pass state",
    "ResultSelector": "Output",
    "ResultPath": "Output or Assign",
    "OutputPath": "Output",
    "Result": "Output",
    "ItemsPath": "Items",
    **{
        f"{field}Path": f'{field} with an expression: "{{% $states.input.… %}}"'
        for field in (
            *("TimeoutSeconds", "HeartbeatSeconds", "Seconds", "Timestamp", "Error", "Cause", "MaxConcurrency"),
            *("ToleratedFailureCount", "ToleratedFailurePercentage", "MaxItems"),
            *("MaxItemsPerBatch", "MaxInputBytesPerBatch"),
        )
    },
    **dict.fromkeys((*COMPARISONS, "Variable", "And", "Or", "Not"), "Condition"),
}
_INSTEAD_OF_EXPRESSIONS = {
    "Arguments": "Parameters",
    "Output": "ResultSelector, ResultPath or OutputPath",
    "Items": "ItemsPath",
    "Condition": "Variable with a comparison",
}
_INSTEAD = {"JSONata": _INSTEAD_OF_PATHS, "JSONPath": _INSTEAD_OF_EXPRESSIONS, "": {}}
OF_THE_OTHER = {language: frozenset(others) for language, others in _INSTEAD.items()}
_OWNERS = {"JSONata": "JSONPath", "JSONPath": "JSONata"}


def of_the_other_language(
    body: Mapping[str, Any], path: Path, language: QueryLanguage, known: frozenset[str]
) -> Iterator[Fault]:
    """Yield a fault for each *known* field of *body*, the object at *path*, that *language* has not; "" has all."""
    others = OF_THE_OTHER[language]
    if others.isdisjoint(body):
        return
    for field in body:
        if field in others and field in known:
            yield Fault(
                pointer((*path, field)),
                f"{field} is a field of {_OWNERS[language]}, and the query language here is {language}",
                f"use {_INSTEAD[language][field]}, or change the QueryLanguage",
            )
