"""W305: an OutputPath that finds nothing in what its own state makes."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.expressions.fault import Fault as ExpressionFault
from workflow_updater.core.definition.expressions.jsonpath import parse_path
from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.validation.rule import Fault, StateRule
from workflow_updater.core.validation.rules.expressions.told import told

_Steps = tuple[str | int | None, ...]


def _check(state: State) -> Iterator[Fault]:
    made = _made(state)
    steps, target = _steps(state.body["OutputPath"]), _steps(state.body.get("ResultPath", "$"))
    if made is None or not steps or target is None or steps[: len(target)] != target:
        return
    if _is_missing(made, steps[len(target) :]):
        what = f"finds nothing: what the state makes has no {'.'.join(map(str, steps[len(target) :]))}"
        yield told(state, ("OutputPath",), what)


def _made(state: State) -> object:
    """Return the template or the value that becomes the result of *state*, None when only its task knows."""
    if state.type != "Pass":
        return state.body.get("ResultSelector")
    return state.body["Result"] if "Result" in state.body else state.body.get("Parameters")


def _steps(path: object) -> _Steps | None:
    """Return the steps of a path into the state's output, None when it is none or cannot be followed."""
    found = parse_path(path) if isinstance(path, str) and not has_placeholder(path) else None
    if found is None or isinstance(found, ExpressionFault) or found.root != "$" or not found.is_reference:
        return None
    return found.steps


def _is_missing(value: object, steps: _Steps) -> bool:
    """Return whether *steps* certainly lead nowhere in *value*, a template whose keys with .$ stand for anything."""
    for step in steps:
        if not isinstance(value, dict) or not isinstance(step, str):
            return False
        if f"{step}.$" in value or any(has_placeholder(key) for key in value):
            return False
        if step not in value:
            return True
        value = value[step]
    return False


RULE = StateRule(
    id="W305",
    title="OutputPath finds something",
    description=(
        "AWS takes the definition, and the execution fails with States.Runtime: OutputPath selects from Result or "
        "Parameters of a Pass state, or from ResultSelector, and that has no such field."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html",
    hint="correct the path, or add the field",
    types=frozenset({"Pass", "Task", "Parallel", "Map"}),
    fields=frozenset({"OutputPath"}),
    language="JSONPath",
    check=_check,
)
