"""Each sentence of AWS that comes with a cure is known by a text that was recorded once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflow_updater.plan.hints.change_sets import CHANGE_SETS
from workflow_updater.plan.hints.cures import cure_for, execution_cure
from workflow_updater.plan.hints.executions import EXECUTIONS
from workflow_updater.plan.hints.hint import Hint, first_cure
from workflow_updater.plan.hints.updates import UPDATES

RECORDED = Path(__file__).parents[2] / "golden" / "hints"
OF_DEPLOYMENTS = (*CHANGE_SETS, *UPDATES)
ALL = (*OF_DEPLOYMENTS, *EXECUTIONS)
NUMBER = 20  # the most frequent ones, at least

by_name = pytest.mark.parametrize("hint", ALL, ids=lambda hint: hint.name)


def recorded(hint: Hint) -> str:
    return (RECORDED / f"{hint.name}.txt").read_text("utf-8").strip()


def test_every_hint_has_a_recorded_text_and_every_text_a_hint():
    assert sorted(hint.name for hint in ALL) == sorted(file.stem for file in RECORDED.glob("*.txt"))
    assert len(set(ALL)) >= NUMBER


@by_name
def test_a_recorded_text_is_met_by_its_own_cure_and_no_other(hint: Hint):
    text = recorded(hint)
    found = cure_for(text) if hint in OF_DEPLOYMENTS else execution_cure("", text)

    assert first_cure([hint], text) == found != ""


@by_name
def test_a_cure_says_what_to_do_and_a_source_where_it_was_said(hint: Hint):
    cure = first_cure([hint], recorded(hint))

    assert not re.search(r"\{\w+\}|\bNone\b", cure)
    assert hint.source


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("update-denied", "amplifyadmin carries the update out and needs states:CreateStateMachine on arn:aws:states:"),
        ("definition-refused", "refuses the definition at /States/1__$AWS.SDK"),
        ("stack-policy", "does not allow Update:* here"),
        ("export-in-use", "my-stack-2 imports my-stack-1:ExportsOutputRef"),
        ("alarm", "look at alarm1, and"),
        ("capabilities", "with CAPABILITY_AUTO_EXPAND;"),
        ("task-denied", "lacks lambda:InvokeFunction"),
    ],
)
def test_a_cure_names_what_the_text_names(name: str, words: str):
    (hint,) = (hint for hint in ALL if hint.name == name)

    assert words in first_cure([hint], recorded(hint))


def test_what_nobody_knows_has_no_cure():
    assert ("", "") == (cure_for("Something else"), execution_cure("Sad", "why"))


@pytest.mark.parametrize("part", ["a", "User: ", "[", "SCHEMA_VALIDATION_FAILED: ", "a is not authorized to perform: "])
def test_a_long_text_that_almost_fits_is_searched_to_its_end(part: str):
    text = part * (100_000 // len(part))

    assert ("", "") == (cure_for(text), execution_cure(text, text)) or "perform" in part
