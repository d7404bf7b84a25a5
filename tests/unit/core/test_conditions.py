"""Choice rules in the words of a reader."""

from __future__ import annotations

from typing import Any

import pytest

from workflow_updater.core.definition.conditions import condition_text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"Variable": "$.a", "StringEquals": "x", "Next": "B"}, '$.a = "x"'),
        ({"Variable": "$.a", "NumericLessThanEquals": 3, "Next": "B"}, "$.a ≤ 3"),
        ({"Variable": "$.a", "NumericLessThan": 3}, "$.a < 3"),
        ({"Variable": "$.a", "TimestampGreaterThanEqualsPath": "$.b"}, "$.a ≥ $.b"),
        ({"Variable": "$.a", "StringMatches": "x*"}, '$.a matches "x*"'),
        ({"Variable": "$.a", "IsPresent": True}, "$.a is present"),
        ({"Variable": "$.a", "IsNull": False}, "$.a is not null"),
        ({"Variable": "$.a", "BooleanEquals": True}, "$.a"),
        ({"Variable": "$.a", "BooleanEquals": False}, "not $.a"),
        ({"Not": {"Variable": "$.a", "IsString": True}}, "not $.a is string"),
        (
            {"And": [{"Variable": "$.a", "IsString": True}, {"Or": [{"Variable": "$.b", "BooleanEquals": True}] * 2}]},
            "$.a is string and ($.b or $.b)",
        ),
        ({"Condition": "{% $a >\n 1 %}", "Next": "B"}, "$a > 1"),
        ({"Condition": True}, "true"),
        ({"Variable": "$.a", "Unheard": 1}, "$.a Unheard 1"),
        ({"Variable": 1, "IsNull": True}, '{"Variable": 1, "IsNull": true}'),
        ({"And": ["x"]}, '"x"'),
        ({}, "{}"),
    ],
)
def test_a_rule_reads_as_what_it_asks(rule: dict[str, Any], text: str) -> None:
    assert text == condition_text(rule)
