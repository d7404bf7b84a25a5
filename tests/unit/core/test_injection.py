"""A definition into a resource: the text, the checks, and that everything else stays."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given

from tests.unit.core.json_values import chains, json_values
from workflow_updater.core import injection
from workflow_updater.core.definition.document import MAX_BYTES
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.injection import (
    PLACEHOLDER_DEFINITION,
    definition_text,
    inject,
    inject_properties,
    placeholder_findings,
    resource_findings,
)
from workflow_updater.core.validation.validate import validate

MACHINE = "AWS::StepFunctions::StateMachine"


def rules(refused: pytest.ExceptionInfo[InjectionRefused]) -> list[str]:
    return [finding.rule for finding in refused.value.findings]


@given(json_values())
def test_the_text_is_the_definition_in_ascii_and_without_two_braces(value: Any):
    text = definition_text(value)

    assert json.loads(text) == value
    assert "{{" not in text
    assert text.isascii()


@given(json_values())
def test_a_sound_fragment_changes_in_the_definition_only_and_never_itself(value: Any):
    fragment = {
        "Description": value,
        "Resources": {
            "Machine": {"Type": MACHINE, "Metadata": value, "Properties": {"Tags": value, "Definition": value}},
            "Other": {"Type": "AWS::IAM::Role", "Properties": value},
        },
    }
    before = copy.deepcopy(fragment)

    changed = inject(fragment, "Machine", '{"StartAt":"A"}')

    assert fragment == before
    assert changed["Resources"]["Machine"]["Properties"].pop("DefinitionString") == '{"StartAt":"A"}'
    before["Resources"]["Machine"]["Properties"].pop("Definition")
    assert changed == before


@given(chains())
def test_a_chain_of_states_is_valid(definition: dict[str, Any]):
    assert validate(definition) == []


def test_the_placeholder_definition_is_valid():
    assert validate(dict(PLACEHOLDER_DEFINITION)) == []


@pytest.mark.parametrize(
    "value",
    [
        "{{resolve:ssm:x}}",
        ["x", {"y": "a{{resolve:secretsmanager:db}}"}],
        {"{{resolve:ssm:x}}": 1},
        "{{{resolve:ssm:x}}}",
        "{{ Resolve :ssm:x}}",
        "{${X}{resolve:ssm:x}}",
        "{{res${X}olve:ssm:x}}",
        {"{${X}{resolve:ssm:x}}": 1},
        json.loads('"\\u007b\\u007bresolve:ssm:x}}"'),
        json.loads('{"Comment": "\\u007B{resolve:ssm:x}}"}'),
    ],
)
def test_a_dynamic_reference_is_refused_wherever_it_stands(value: Any):
    with pytest.raises(InjectionRefused) as refused:
        definition_text(value)

    assert rules(refused) == ["E901"]


def test_a_text_that_grows_beyond_the_limit_as_ascii_is_refused():
    with pytest.raises(InjectionRefused) as refused:
        definition_text("é" * (MAX_BYTES // 6 + 1))

    assert rules(refused) == ["E004"]


def test_a_text_that_grows_beyond_the_limit_as_its_braces_are_escaped_is_refused():
    with pytest.raises(InjectionRefused) as refused:
        definition_text("{{" * (MAX_BYTES // 12 + 1))

    assert rules(refused) == ["E004"]


def test_two_braces_in_the_final_text_are_refused():
    with pytest.raises(InjectionRefused) as refused:
        inject_properties({}, '{"A":"{{"}')

    assert rules(refused) == ["E901"]


def test_properties_may_be_missing():
    assert inject({"Resources": {"M": {"Type": MACHINE}}}, "M", "{}")["Resources"]["M"] == {
        "Type": MACHINE,
        "Properties": {"DefinitionString": "{}"},
    }


@pytest.mark.parametrize(
    ("fragment", "rule"),
    [
        ({}, "E904"),
        ({"Resources": []}, "E904"),
        ({"Resources": {"N": {"Type": MACHINE}}}, "E904"),
        ({"Resources": {"M": "x"}}, "E905"),
        ({"Resources": {"M": {"Type": "AWS::IAM::Role"}}}, "E905"),
        ({"Resources": {"M": {"Type": MACHINE, "Properties": "x"}}}, "E905"),
    ],
)
def test_a_resource_that_cannot_run_a_definition_is_refused(fragment: dict[str, Any], rule: str):
    with pytest.raises(InjectionRefused) as refused:
        inject(fragment, "M", "{}")

    assert rules(refused) == [rule]
    assert [finding.rule for finding in resource_findings(fragment, "M")] == [rule]


def test_placeholders_and_substitutions_must_agree_both_ways():
    text = definition_text({"A": "${Known}-${Missing}", "${Known}": "$${x: y} ${} ${AWS::Region}"})

    found = placeholder_findings(text, {"DefinitionSubstitutions": {"Known": 1, "Unused": 2}})

    assert [(finding.rule, finding.pointer, finding.message) for finding in found] == [
        ("E902", "/A", "${Missing} has no substitution; the template knows Known, Unused"),
        ("E902", "/${Known}", "${AWS::Region} has no substitution; the template knows Known, Unused"),
        ("W903", "", "the substitution Unused is not used"),
    ]


def test_thousands_of_unknown_placeholders_are_placed_in_one_reading(monkeypatch: pytest.MonkeyPatch):
    read: list[bytes] = []
    monkeypatch.setattr(injection, "read_json", lambda given: read.append(given) or read_json(given))
    text = definition_text({"A": ["first"], "B": [f"${{a{number}}}" for number in range(5_000)]})

    found = placeholder_findings(text, {})

    assert ["/B/0", "/B/4999"] == [found[0].pointer, found[-1].pointer]
    assert [text.encode()] == read


@pytest.mark.parametrize("text", ["${${A}}", "x${A${A}}", "${A-${A}B}", "${::${A}"])
def test_a_placeholder_within_a_placeholder_is_refused(text: str):
    found = placeholder_findings(definition_text({"B": [text]}), {"DefinitionSubstitutions": {"A": "x"}})

    assert [(finding.rule, finding.pointer) for finding in found] == [("E902", "/B/0")]


@pytest.mark.parametrize("text", ["$${A}", "${A}${A}", '${"a": "${A}"}', "{${A}}", "${ ${A}: 1}"])
def test_a_placeholder_beside_other_braces_is_one_like_any_other(text: str):
    assert placeholder_findings(definition_text(text), {"DefinitionSubstitutions": {"A": "x"}}) == []


def test_a_substitution_that_another_one_uses_is_used():
    substitutions = {"Arn": {"Fn::Sub": "arn:${Partition}"}, "Partition": "aws"}

    assert placeholder_findings('{"A":"${Arn}"}', {"DefinitionSubstitutions": substitutions}) == []


@pytest.mark.parametrize("written", [None, {}, {"Fn::If": []}])
def test_without_placeholders_there_is_nothing_to_agree_on(written: Any):
    assert placeholder_findings("{}", {"DefinitionSubstitutions": written}) == []
