"""Choice rules in the words of a reader: `$.total > 10 and $.paid`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from workflow_updater.core.definition.expressions.fences import CLOSING, OPENING, is_fenced

_SIGNS = (  # the longer name first; source: Amazon States Language, "Data-test expression"
    ("LessThanEquals", "≤"),
    ("GreaterThanEquals", "≥"),
    ("LessThan", "<"),
    ("GreaterThan", ">"),
    ("Equals", "="),
    ("Matches", "matches"),
)
_NO_OPERATORS = frozenset({"Variable", "Next", "Comment", "Assign", "Output"})


def condition_text(rule: Mapping[str, Any]) -> str:
    """Return what a choice rule asks, on one line of any length; odd rules are told as the JSON that they are."""
    if "Condition" in rule:
        return expression_text(rule["Condition"])
    return _test(rule)


def expression_text(value: object) -> str:
    """Return a JSONata expression without its fence, any other value as JSON; on one line."""
    if is_fenced(value):
        return " ".join(value[len(OPENING) : -len(CLOSING)].split())
    return json.dumps(value, ensure_ascii=False)


def _test(rule: object) -> str:
    if not isinstance(rule, dict):
        return json.dumps(rule, ensure_ascii=False)
    for joiner in ("And", "Or"):
        if isinstance(rule.get(joiner), list):
            return f" {joiner.lower()} ".join(_grouped(inner) for inner in rule[joiner])
    if "Not" in rule:
        return f"not {_grouped(rule['Not'])}"
    operators = [name for name in rule if name not in _NO_OPERATORS]
    variable = rule.get("Variable")
    if len(operators) != 1 or not isinstance(variable, str):
        own = {name: value for name, value in rule.items() if name not in _NO_OPERATORS or name == "Variable"}
        return json.dumps(own, ensure_ascii=False)
    return _comparison(variable, operators[0], rule[operators[0]])


def _grouped(rule: object) -> str:
    text = _test(rule)
    joins = isinstance(rule, dict) and any(isinstance(rule.get(joiner), list) for joiner in ("And", "Or"))
    return f"({text})" if joins else text


def _comparison(variable: str, operator: str, value: object) -> str:
    plain = operator.removesuffix("Path")
    right = value if plain != operator and isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if operator.startswith("Is") and isinstance(value, bool):
        return f"{variable} is {'' if value else 'not '}{operator.removeprefix('Is').lower()}"
    if operator == "BooleanEquals" and isinstance(value, bool):
        return variable if value else f"not {variable}"
    sign = next((sign for name, sign in _SIGNS if plain.endswith(name)), plain)
    return f"{variable} {sign} {right}"
