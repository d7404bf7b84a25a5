"""A policy document as YAML for a CloudFormation template: `!GetAtt` and `!Sub` where its text has `${…}`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_NOTHING: Mapping[str, str] = {}


def policy_yaml(document: Mapping[str, Any], intrinsics: Mapping[str, str] = _NOTHING) -> list[str]:
    """Return the lines of *document*; *intrinsics* maps an ARN's text to its `LogicalId.Arn`."""
    lines = [f'Version: "{document["Version"]}"', "Statement:" if document["Statement"] else "Statement: []"]
    for statement in document["Statement"]:
        lines += [f"  - Sid: {statement['Sid']}", f"    Effect: {statement['Effect']}"]
        lines += ["    Action:", *(f"      - {action}" for action in statement["Action"])]
        lines += ["    Resource:", *(f"      - {_scalar(one, intrinsics)}" for one in statement["Resource"])]
        lines += _condition(statement.get("Condition", {}), intrinsics)
    return lines


def _condition(condition: Mapping[str, Mapping[str, str]], intrinsics: Mapping[str, str]) -> list[str]:
    lines = ["    Condition:"] if condition else []
    for operator, keys in condition.items():
        lines.append(f"      {operator}:")
        lines += [f"        {key}: {_scalar(value, intrinsics)}" for key, value in keys.items()]
    return lines


def _scalar(text: str, intrinsics: Mapping[str, str]) -> str:
    if text in intrinsics:
        return f"!GetAtt {intrinsics[text]}"
    return f"{'!Sub ' if '${' in text else ''}{json.dumps(text, ensure_ascii=False)}"
