"""What a comment of a definition takes back, and what it cannot."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.unit.core.json_values import json_values
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.suppression import unsuppressed


def machine(comment: str = "", state_comment: str = "", choice_comment: str = "") -> dict[str, Any]:
    choice = {"Comment": choice_comment, "Next": "B"}
    return {
        "Comment": comment,
        "StartAt": "A",
        "States": {"A": {"Type": "Choice", "Comment": state_comment, "Choices": [choice]}, "B": {"Type": "Succeed"}},
    }


def finding(rule: str, pointer: str = "/States/A/Choices/0/Next") -> Finding:
    return Finding(rule=rule, pointer=pointer)


@pytest.mark.parametrize(
    "definition",
    [machine("noqa: W601"), machine("", "why not, noqa: W601"), machine("", "", "noqa: E107, W601 since it is so")],
)
def test_a_comment_speaks_for_its_object_and_all_inside_it(definition):
    assert unsuppressed([finding("W601"), finding("W602")], definition) == [finding("W602")]


def test_a_comment_says_nothing_of_its_neighbours():
    found = [finding("W601", "/States/B")]

    assert unsuppressed(found, machine("", "noqa: W601")) == found


@pytest.mark.parametrize("comment", ["noqa", "noqa:", "noqa: all", "W601", "noqa: W6011", "noqa: w601", "xnoqa: W601"])
def test_a_comment_must_name_the_rule(comment):
    assert unsuppressed([finding("W601")], machine(comment)) == [finding("W601")]


@pytest.mark.parametrize("rule", ["E001", "E901", "W903", "E999"])
def test_what_guards_the_account_cannot_be_taken_back(rule):
    assert unsuppressed([finding(rule)], machine(f"noqa: {rule}")) == [finding(rule)]


@given(json_values())
def test_any_definition_and_any_place_will_do(value):
    for pointer in ("", "/States", "/States/A/0", "/0/1", "/a~1b"):
        assert unsuppressed([finding("E107", pointer)], value) in ([], [finding("E107", pointer)])
