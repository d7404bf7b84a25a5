"""
JSONata expressions, evaluated by jsonata-python.

Replaces `_eval_body` of moto's `StringJSONata` and `StringVariableSample`, which call a JVM that moto does not bring,
and paste every value into the expression's text, unescaped: here values are bound, never pasted.
"""

from __future__ import annotations

import json
from typing import Any

import jsonata
from ministack.services import stepfunctions
from moto.stepfunctions.parser.api import EvaluationFailedEventDetails, HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.common.string import string_expression
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from workflow_updater.local_cloud.hooks import private, replace

HOOK = "JSONata"
LONGEST_EVALUATION_MS = 1000  # source: developer guide, "Transforming data with JSONata"
ERROR = "States.QueryEvaluationError"


class EvaluationFailed(Exception):
    """An expression has no result; the message says why, as AWS puts it."""


def install() -> None:
    """Evaluate expressions and variables with jsonata-python."""
    replace(string_expression.StringJSONata, "_eval_body", _evaluate_in_state, hook=HOOK)
    replace(string_expression.StringVariableSample, "_eval_body", _evaluate_in_state, hook=HOOK)


def evaluate(expression: str, states: dict[str, Any], variables: dict[str, Any]) -> Any:
    """
    Return the JSON value of *expression*, in which $states is *states* and every one of *variables* is bound.

    Raises:
        EvaluationFailed: it does not parse, fails, has no result or one that JSON cannot hold.
    """
    bindings = {name: jsonata.utils.Utils.NULL_VALUE if value is None else value for name, value in variables.items()}
    bindings["states"] = states
    try:
        parsed = jsonata.Jsonata.jsonata(expression, timeout=LONGEST_EVALUATION_MS)
        private(stepfunctions, "_register_sfn_jsonata_functions", hook=HOOK)(parsed)
        value = parsed.evaluate(None, bindings)
    except Exception as problem:  # jsonata-python raises whatever Python raises inside it
        code = getattr(problem, "error", None)
        told = f"{code}: {problem}" if isinstance(code, str) else str(problem)
        raise EvaluationFailed(
            f"The JSONata expression '{expression}' threw an error during evaluation. {told}"
        ) from problem
    if value is None and not private(stepfunctions, "_jsonata_result_defined", hook=HOOK)(expression, bindings):
        raise EvaluationFailed(f"The JSONata expression '{expression}' returned nothing (undefined).")
    try:
        return _as_json(json.loads(json.dumps(value)))
    except (TypeError, ValueError) as problem:
        raise EvaluationFailed(
            f"The JSONata expression '{expression}' returned an unsupported result type."
        ) from problem


def _as_json(value: Any) -> Any:
    """Return *value* with whole numbers as JavaScript writes them: 2, not 2.0."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [_as_json(inner) for inner in value]
        case dict():
            return {key: _as_json(inner) for key, inner in value.items()}
    return value


def _evaluate_in_state(self: Any, env: Any) -> None:
    store = env.variable_store
    variables = {**store._outer_scope, **store._inner_scope}
    try:
        env.stack.append(evaluate(self.expression, env.states._states_data, variables))
    except EvaluationFailed as problem:
        details = EvaluationFailedEventDetails(cause=str(problem), error=ERROR)
        raise FailureEventException(
            failure_event=FailureEvent(
                env=env,
                error_name=StatesErrorName(typ=StatesErrorNameType.StatesQueryEvaluationError),
                event_type=HistoryEventType.EvaluationFailed,
                event_details=EventDetails(evaluationFailedEventDetails=details),
            )
        ) from problem
