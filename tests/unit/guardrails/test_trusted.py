"""A placeholder that the guardrails name is filled by the infra team, however the template writes that."""

from __future__ import annotations

from typing import Any

import pytest

from workflow_updater.core.guardrails.policy import Concurrency, Policy
from workflow_updater.core.guardrails.trusted import trust_findings

POLICY = Policy(resources=("lambda:invoke",), targets={"functionname": ("${Reserve}", "${Base}:live")})
PARAMETERS = {"Free": {"Type": "String"}, "Listed": {"Type": "String", "AllowedValues": ["a"]}, "Unknown": {}}


def found(substitutions: Any, policy: Policy = POLICY) -> list[str]:
    findings = trust_findings(policy, {"DefinitionSubstitutions": substitutions}, PARAMETERS)
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    "value",
    [
        "arn:aws:lambda:eu-central-1:111122223333:function:reserve",
        {"Fn::GetAtt": ["Reserve", "Arn"]},
        {"Ref": "Reserve"},
        {"Ref": "Listed"},
        {"Fn::Sub": "${Reserve.Arn}:${AWS::Region}"},
        {"Fn::ImportValue": "reserve-arn"},
        {"Fn::Sub": ["${Arn}", {"Arn": {"Fn::GetAtt": ["Reserve", "Arn"]}}]},
        5,
    ],
)
def test_what_the_infra_team_fills_is_trusted(value):
    assert found({"Reserve": value}) == []


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Free"},
        {"Ref": "Unknown"},
        {"Fn::Sub": "arn:${Free}"},
        {"Fn::Sub": ["${Arn}", {"Arn": {"Ref": "Free"}}]},
        {"Fn::Sub": ["${Free}", {}]},
        {"Fn::Join": ["", ["arn:", {"Ref": "Free"}]]},
        {"Fn::If": ["Production", "a", {"Ref": "Free"}]},
        {"Fn::ImportValue": {"Fn::Sub": "${Free}-arn"}},
    ],
)
def test_what_a_parameter_fills_is_not(value):
    (message,) = found({"Reserve": value})

    assert message.startswith("the guardrails trust ${Reserve}, and the parameter ")


@pytest.mark.parametrize("text", ["${Other}", {"Fn::Sub": "${!Other}"}])
def test_what_is_filled_in_turn_counts_too(text):
    assert found({"Reserve": text, "Other": {"Ref": "Free"}}) == [
        "the guardrails trust ${Other}, and the parameter Free fills it"
    ]


def test_placeholders_that_fill_each_other_come_to_an_end():
    assert found({"Reserve": "${Other}", "Other": "${Reserve}"}) == []


def test_what_no_pattern_names_may_be_a_parameter():
    assert found({"Seconds": {"Ref": "Free"}}) == []


def test_every_place_of_the_document_that_names_a_placeholder_counts():
    policy = Policy(("s3:${A}",), {"x": ("${B}",)}, (), ("${C}",), concurrency=Concurrency(1, frozenset({"${D}"})))

    assert len(found({name: {"Ref": "Free"} for name in "ABCDE"}, policy)) == 4


def test_an_intrinsic_for_all_substitutions_is_looked_into():
    assert found({"Fn::If": ["Production", {"Reserve": {"Ref": "Free"}}, {}]})
    assert found({"Fn::FindInMap": ["Functions", "Orders", "Arns"]}) == []


def test_without_substitutions_there_is_nothing_to_trust():
    assert found(None) == []
    assert found("text") == []
