"""What holds of validation whatever is wrong with a definition."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.near_valid import GOLDEN, SOUND, at, near_valid, ways
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.json_pointer import tokens
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.validation.catalogue import ALL_RULES
from workflow_updater.core.validation.validate import located, validate
from workflow_updater.sources.yaml_definition import read_yaml

IDS = {rule.id for rule in ALL_RULES}
MACHINE_TYPES = st.sampled_from(["", "STANDARD", "EXPRESS"])


def found_at(definition: Any, pointer: str) -> bool:
    """Return whether there is something at *pointer*."""
    for token in tokens(pointer):
        if isinstance(definition, dict):
            if token not in definition:
                return False
            definition = definition[token]
        elif isinstance(definition, list) and token.isdigit() and int(token) < len(definition):
            definition = definition[int(token)]
        else:
            return False
    return True


@given(near_valid(), MACHINE_TYPES)
def test_every_finding_has_a_place_a_rule_and_a_cure(definition, machine_type):
    before = copy.deepcopy(definition)

    found = validate(definition, machine_type=machine_type)

    assert definition == before
    assert len(found) == len(set(found))
    for finding in found:
        assert found_at(definition, finding.pointer), finding
        assert finding.rule in IDS
        assert finding.message
        assert finding.hint


@given(near_valid())
def test_what_is_found_does_not_depend_on_what_was_validated_before(definition):
    first = validate(definition)
    validate({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})

    assert validate(copy.deepcopy(definition)) == first


@given(near_valid())
def test_a_finding_is_told_where_its_key_stands(definition):
    text = json.dumps(definition, indent=2)
    document = read_json(text.encode())
    assert isinstance(document, Document)

    for finding in located(validate(document.value), document, "x.json"):
        line = text.split("\n")[finding.line - 1]
        last = tokens(finding.pointer)[-1:]
        key = json.dumps(last[0]) if last and not last[0].isdigit() else ""

        assert line[finding.column - 1 :].startswith(key)


@pytest.mark.parametrize("name", SOUND)
def test_a_placeholder_in_place_of_any_value_is_not_refused(name):
    definition = copy.deepcopy(SOUND[name])
    machine_type = "EXPRESS" if name.endswith("_express") else ""

    for way in [way for way in ways(definition) if not isinstance(at(definition, way), dict | list)]:
        parent, before = at(definition, way[:-1]), at(definition, way)
        parent[way[-1]] = "${Value}"
        errors = [found for found in validate(definition, machine_type=machine_type) if found.severity == "error"]
        parent[way[-1]] = before

        assert errors == [], way


@st.composite
def near_texts(draw: st.DrawFn) -> bytes:
    """Return the text of a golden definition with some bytes cut out, written twice or replaced."""
    file = draw(st.sampled_from(sorted(file for file in GOLDEN.glob("*/*") if file.suffix in (".json", ".yaml"))))
    text = bytearray(file.read_bytes())
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 20))
        text[start:end] = draw(st.sampled_from([b"", bytes(text[start:end]) * 2]) | st.binary(max_size=4))
    return bytes(text)


@pytest.mark.parametrize("read", [read_json, read_yaml])
@given(text=near_texts())
def test_a_text_is_a_document_or_has_a_finding_inside_it(read, text):
    answer = read(text)

    if isinstance(answer, Document):
        located(validate(answer.value), answer, "")
        return
    lines = text.count(b"\n") + text.count(b"\r") + 1
    assert answer
    assert all(1 <= finding.line <= lines + 1 and finding.column >= 1 for finding in answer)
