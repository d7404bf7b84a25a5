"""Placeholders without quotes: read, kept, and put where only a number or a boolean can stand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from tests.unit.core.json_values import json_values
from workflow_updater.core.change.live_match import matches
from workflow_updater.core.content_address import canonical
from workflow_updater.core.definition.bare_placeholders import BarePlaceholder, json_text
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.injection import definition_text


def read(text: str) -> Any:
    document = read_json(text.encode())
    assert isinstance(document, Document), document
    return document.value


def machine(**state: Any) -> dict[str, Any]:
    return {"StartAt": "A", "States": {"A": {"Type": "Map", "End": True, **state}}}


def test_a_placeholder_without_quotes_is_read_and_written_as_it_was():
    text = '{"a":${Limit},"b":[${Flag},"${Text}"],"c":"say \\"${Limit}\\""}'

    value = read(text)

    assert isinstance(value["a"], BarePlaceholder)
    assert not isinstance(value["b"][1], BarePlaceholder)
    assert canonical(value).decode() == text


def test_places_stay_those_of_the_source():
    document = read_json(b'{"a": ${Limit},\n "b": ${X}, "c": 1}')

    assert isinstance(document, Document)
    assert document.locate("/c")[:2] == (2, 13)


@pytest.mark.parametrize("text", ["{${Key}: 1}", '{"a": ${}}', '{"a": ${X}${Y}}', '{"a": $X}', '{"\ue000": ${X}}'])
def test_what_is_no_value_is_refused_as_before(text):
    (finding,) = read_json(text.encode())

    assert finding.rule == "E001"


@pytest.mark.parametrize(
    "body",
    [
        {"MaxConcurrency": "${N}"},
        {"Retry": [{"ErrorEquals": ["x"], "MaxAttempts": "${N}"}]},
        {"ItemBatcher": {"MaxItemsPerBatch": "${N}"}},
        {"ItemReader": {"ReaderConfig": {"MaxItems": "${N}"}}},
        {"Choices": [{"And": [{"Not": {"Variable": "$", "NumericEquals": "${N}"}}]}]},
        {"Choices": [{"Variable": "$", "IsPresent": "${N}"}]},
        {"End": "${N}"},
    ],
)
def test_where_only_a_number_or_a_boolean_can_stand_the_quotes_go(body):
    before = json.dumps(machine(**body))
    text = definition_text(json.loads(before))

    assert ":${N}" in text
    assert json.loads(text.replace("${N}", "7")) == json.loads(before.replace('"${N}"', "7"))


@pytest.mark.parametrize(
    "body",
    [
        {"Resource": "${N}"},
        {"Parameters": {"MaxConcurrency": "${N}"}},
        {"Choices": [{"Variable": "$", "NumericEqualsPath": "${N}"}]},
        {"Choices": [{"Variable": "$", "StringEquals": "${N}"}]},
        {"MaxConcurrency": "1${N}"},
        {"MaxConcurrencyPath": "${N}"},
    ],
)
def test_everywhere_else_they_stay(body):
    assert '${N}"' in definition_text(machine(**body))


def test_the_live_definition_may_hold_any_value_there_but_no_object():
    text = definition_text(machine(MaxConcurrency="${N}"))

    assert matches(text, json.dumps(machine(MaxConcurrency=5)))
    assert not matches(text, json.dumps(machine(MaxConcurrency={"a": 1})))


@given(json_values())
def test_what_has_no_bare_placeholder_is_written_as_json(value):
    assert json.loads(json_text(value)) == value
    assert json.loads(json_text(value, ensure_ascii=False)) == value
