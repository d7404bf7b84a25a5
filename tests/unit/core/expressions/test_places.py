"""Where AWS looks for expressions, and where it leaves what looks like one alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_updater.core.definition.expressions.places import JSONATA_FIELDS, JSONPATH_FIELDS, find_expressions
from workflow_updater.core.definition.expressions.reading import expressions
from workflow_updater.core.definition.machine import STATE_TYPES, State
from workflow_updater.core.validation.rule import StateRule
from workflow_updater.core.validation.rules.expressions.listed import RULES

X = "{% phone %}"


def state(body: dict[str, Any], language: str = "JSONata") -> State:
    return State("A", {"QueryLanguage": language, **body}, ("States", "A"))


def ways(body: dict[str, Any]) -> list[str]:
    return ["/".join(map(str, found.way)) for found in find_expressions(state(body)).jsonata]


# Each was measured with ValidateStateMachineDefinition: https://github.com/floci-io/floci/pull/2699
LOOKED_INTO = [
    ({"Type": "Pass", "Output": {"a": {"b": [X]}}}, "Output/a/b/0"),
    ({"Type": "Pass", "Assign": {"Next": X}}, "Assign/Next"),
    ({"Type": "Choice", "Choices": [{"Condition": X}]}, "Choices/0/Condition"),
    ({"Type": "Wait", "Seconds": X}, "Seconds"),
    ({"Type": "Fail", "Cause": X}, "Cause"),
    ({"Type": "Map", "Items": X}, "Items"),
    ({"Type": "Task", "Catch": [{"Output": {"v": X}}]}, "Catch/0/Output/v"),
    ({"Type": "Task", "Catch": [{"Assign": {"Retry": X}}]}, "Catch/0/Assign/Retry"),
    ({"Type": "Task", "Arguments": {"Payload": {"Comment": X}}}, "Arguments/Payload/Comment"),
    ({"Type": "Map", "ItemSelector": {"Next": X}}, "ItemSelector/Next"),
    ({"Type": "Map", "ItemBatcher": {"BatchInput": {"Comment": X}}}, "ItemBatcher/BatchInput/Comment"),
    ({"Type": "Task", "Credentials": {"RoleArn": X}}, "Credentials/RoleArn"),
    ({"Type": "Map", "ItemReader": {"ReaderConfig": {"MaxItems": X}}}, "ItemReader/ReaderConfig/MaxItems"),
    ({"Type": "Task", "Arguments": {"ReaderConfig": {"CSVHeaders": X}}}, "Arguments/ReaderConfig/CSVHeaders"),
]
LEFT_ALONE = [
    {"Type": "Pass", "Comment": X},
    {"Type": "Task", "Retry": [{"ErrorEquals": [X]}]},
    {"Type": "Map", "ItemReader": {"ReaderConfig": {"CSVHeaders": [X]}}},
    {"Type": "Pass", "Output": f" {X}"},
    {"Type": "Pass", "Output": {X: 1}},
    {"Type": "Pass", "QueryLanguage": "${Language}", "Output": X},
]


@pytest.mark.parametrize(("body", "way"), LOOKED_INTO)
def test_an_expression_is_found_where_aws_evaluates_it(body: dict[str, Any], way: str):
    assert ways(body) == [way]


@pytest.mark.parametrize("body", LEFT_ALONE)
def test_what_aws_does_not_evaluate_is_text(body: dict[str, Any]):
    assert ways(body) == []


def test_a_state_of_jsonpath_has_no_jsonata():
    body = {"Type": "Pass", "Parameters": {"v": X}, "Output": X}

    assert find_expressions(state(body, "JSONPath")).jsonata == []


def test_the_paths_of_a_state_are_found_with_what_each_may_be():
    body = {
        "Type": "Map",
        "InputPath": "$.a",
        "ResultPath": "$.b",
        "ItemsPath": "$.c",
        "ItemSelector": {"d.$": "$.d", "e": [{"f.$": "$.f", "f": 1, "g.$": 2}], "h": "$.h"},
        "ItemReader": {"Parameters": {"i.$": "$.i"}, "ReaderConfig": {"MaxItemsPath": "$.j"}},
        "ItemBatcher": {"BatchInput": {"k.$": "$.k"}, "MaxItemsPerBatchPath": "$.l"},
        "ResultWriter": {"Parameters": {"m.$": "$.m"}},
        "Catch": [{"ResultPath": "$.n", "Assign": {"o.$": "$.o"}}],
        "OutputPath": None,
    }

    found = find_expressions(state(body, "JSONPath"))

    assert {expression.text[2:]: expression.kind for expression in found.paths} == {
        **dict.fromkeys("a", "path"),
        **dict.fromkeys("bn", "target"),
        **dict.fromkeys("cjl", "reference"),
        **dict.fromkeys("dfikmo", "template"),
    }
    assert found.not_text == [("ItemSelector", "e", 0, "g.$")]
    assert found.twice == [("ItemSelector", "e", 0, "f.$")]
    assert [literal.text for literal in found.literals] == ["$.h"]
    assert found.assigned == [("Catch", 0, "Assign", "o.$")]


def test_conditions_are_looked_into_at_any_depth():
    inner = {"Variable": "$.a", "StringEqualsPath": "$.b"}
    body = {"Type": "Choice", "Choices": [{"And": [{"Not": {"Or": [inner]}}, inner], "Next": "B"}]}

    found = find_expressions(state(body, "JSONPath"))

    assert sorted("/".join(map(str, path.way)) for path in found.paths) == [
        "Choices/0/And/0/Not/Or/0/StringEqualsPath",
        "Choices/0/And/0/Not/Or/0/Variable",
        "Choices/0/And/1/StringEqualsPath",
        "Choices/0/And/1/Variable",
    ]


def test_a_placeholder_leaves_an_expression_open():
    body = {"Type": "Pass", "Parameters": {"a.$": "${Path}", "b.$": "$.x[${Index}", "c.$": "States.${Function}("}}

    assert expressions(state(body, "JSONPath"))[1:] == ([], [], [], [], [])


TEXTS = st.sampled_from(
    ["$", "$.a", "$x", "$.", "States.Array(", "States.UUID()", "{% $x %}", "{% x", "x %}", "${P}", ""]
)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["a", "a.$", "Assign", "Condition", "Not", "And", "ReaderConfig", ".$"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@given(
    st.sampled_from([*STATE_TYPES, "Odd"]),
    st.sampled_from(["JSONPath", "JSONata", "${L}"]),
    st.dictionaries(st.sampled_from(sorted(JSONPATH_FIELDS | JSONATA_FIELDS | {"Result"})), VALUES, max_size=4),
)
@settings(deadline=None)
def test_no_rule_trips_over_any_value(kind: str, language: str, body: dict[str, Any]):
    made = state({"Type": kind, **body}, language)

    for rule in RULES:
        if isinstance(rule, StateRule) and (not rule.fields or rule.fields & body.keys()):
            for fault in rule.check(made):
                assert fault.message.strip()
