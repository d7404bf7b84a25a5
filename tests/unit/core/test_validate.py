"""The walk and the catalogue of rules."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.unit.core.json_values import json_values
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.validation import registry
from workflow_updater.core.validation.catalogue import ALL_RULES
from workflow_updater.core.validation.registry import DEFINITION_RULES, SCOPE_RULES, STATE_RULES
from workflow_updater.core.validation.validate import located, validate

TEN_THOUSAND = range(10_000)
RULES = Path(registry.__file__).parent / "rules"


def machine(states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def test_ids_are_unique_and_in_order():
    ids = [rule.id for rule in ALL_RULES]

    assert ids == sorted(set(ids), key=lambda id: (id[1:], id))


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_tells_all_that_its_page_needs(rule):
    assert re.fullmatch(r"[EW]\d{3}", rule.id)
    assert rule.severity == ("error" if rule.id[0] == "E" else "warning")
    assert rule.source.startswith("https://")
    assert rule.title
    assert rule.description.endswith(".")


def test_every_file_of_a_rule_is_registered():
    files = {file.stem[:4].upper() for file in RULES.glob("*/[ew][0-9]*.py")}
    registered = {rule.id for rule in (*DEFINITION_RULES, *SCOPE_RULES, *STATE_RULES)}

    assert files == registered | {"E101"}


@given(json_values())
def test_any_json_is_validated_and_stays_as_it_was(value: Any):
    for definition in (value, {"StartAt": value, "States": value}, machine({"A": {"Type": "Map", "Iterator": value}})):
        before = copy.deepcopy(definition)

        assert isinstance(validate(definition), list)
        assert definition == before


@pytest.mark.parametrize("field", ["Next", "Catch", "Choices", "Default", "Branches", "ItemProcessor", "End", "Type"])
@pytest.mark.parametrize("kind", ["Task", "Choice", "Parallel", "Map", "Succeed"])
@pytest.mark.parametrize(
    "value", [None, 1, "x", [None], [{"Next": None}], [[]], {}, {"States": None}, {"States": {"": []}}]
)
def test_a_field_may_have_any_type(kind: str, field: str, value: Any):
    assert isinstance(validate(machine({"A": {"Type": kind, field: value}})), list)


@pytest.mark.parametrize(
    "states",
    [
        {f"S{index}": {"Type": "Pass", "Next": f"S{index + 1}"} for index in TEN_THOUSAND},
        {f"S{index}": {"Type": "Pass", "Next": f"X{index}"} for index in TEN_THOUSAND},
        {f"S{index}-${{x}}": {"Type": "Pass", "Next": f"X{index}"} for index in TEN_THOUSAND},
        {f"S{index}": {"Type": "Pass", "Next": f"${{x}}{index}"} for index in TEN_THOUSAND},
        {"S": {"Type": "Choice", "Choices": [{"Next": f"X{index}"} for index in TEN_THOUSAND]}},
    ],
    ids=["chain", "dangling", "open names", "open targets", "choices"],
)
def test_ten_thousand_states_take_no_time_worth_mentioning(states: dict[str, Any]):
    """What took time with the square of the states would stand out here, at minutes."""
    assert validate(machine(states))


def test_findings_are_located_in_the_order_of_the_text():
    document = read_json(b'{"States": {\n "A": {"Type": "Pas"},\n "B": 1},\n "StartAt": "C"}')

    assert isinstance(document, Document)
    assert [
        (finding.file, finding.line, finding.rule) for finding in located(validate(document.value), document, "x.json")
    ] == [("x.json", 2, "E105"), ("x.json", 3, "E104"), ("x.json", 4, "E106")]
