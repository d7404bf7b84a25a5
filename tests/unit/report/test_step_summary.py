"""What a GitHub Actions run shows of a push: golden files, the limit, and text that would break out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.plan.pushing import HELLO, cloud_with, push, wanted
from tests.unit.report.test_plan_json import alias_and_commit, no_change, permissions_lacking
from workflow_updater.core.change.difference import difference
from workflow_updater.plan.preparation import prepare
from workflow_updater.report.step_summary import STEP_SUMMARY_MAX_BYTES, Ending, step_summary

GOLDEN = Path(__file__).parents[2] / "golden" / "step_summary"
CAUSE = (
    "orders: Orders: the update failed and was rolled back; the definition before still runs\n"
    "  Orders UPDATE_FAILED: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED'"
)
HOSTILE = "```\n</details><script>x</script>\x1b[2J ![i](http://x) @all | `a` \u202e"
FAILED = Ending("failed", 61, CAUSE, "mend it and push again")
SUMMARIES = {
    "updated": lambda: step_summary("", permissions_lacking(), Ending("updated", 3.24)),
    "failed": lambda: step_summary("", permissions_lacking(), FAILED),
    "no_change": lambda: step_summary("", no_change(), Ending("runs this already", 0.41)),
    "uncommitted": lambda: step_summary("", alias_and_commit(), Ending("updated", 3.24)),
    "before_a_plan": lambda: step_summary("orders → orders", None, Ending("was refused", 0.1, "not approved")),
}


@pytest.mark.parametrize("name", SUMMARIES)
def test_a_summary_is_as_the_golden_file_has_it(name: str):
    assert (GOLDEN / f"{name}.md").read_text("utf-8") == SUMMARIES[name]()


@pytest.mark.parametrize("missing", [1, 1_300])
def test_a_summary_takes_no_more_room_than_there_is_and_says_at_least_how_it_ended(missing: int):
    whole = SUMMARIES["failed"]()

    shorter = step_summary("", permissions_lacking(), FAILED, room=len(whole.encode()) - missing)

    assert len(shorter.encode()) <= len(whole.encode()) - missing
    assert "mermaid" not in shorter
    assert "SCHEMA_VALIDATION_FAILED" in shorter


def test_without_room_for_the_head_there_is_no_summary():
    assert step_summary("orders", None, Ending("failed", 1, CAUSE), room=20) == ""


def test_thousands_of_states_with_long_names_stay_below_the_limit():
    states = {f"{number} {'x' * 70}": {"Type": "Pass", "End": True} for number in range(5_000)}
    plan = prepare(wanted({"StartAt": f"0 {'x' * 70}", "States": states}), cloud_with().ports)

    text = step_summary("", plan, Ending("updated", 3), room=STEP_SUMMARY_MAX_BYTES)

    assert "5000 added" in text
    assert len(text.encode()) < STEP_SUMMARY_MAX_BYTES


def test_a_cause_that_quotes_a_whole_definition_is_cut():
    text = step_summary("orders", None, Ending("failed", 1, "x" * 1_000_000, "y" * 1_000_000))

    assert len(text) < 10_000


@pytest.mark.parametrize("part", ["title", "cause", "cure", "state"])
def test_hostile_text_stays_in_its_block(part: str):
    definition = {"StartAt": HOSTILE, "States": {HOSTILE: {"Type": "Succeed"}}} if part == "state" else HELLO
    plan = None if part == "title" else _plan(definition)
    ending = Ending("failed", 1, HOSTILE if part == "cause" else "why", HOSTILE if part == "cure" else "")

    text = step_summary(HOSTILE, plan, ending)

    assert not [line for line in text.split("\n") if not line.isprintable()]
    outside = re.sub(r"^(`{3,})\w+\n.*?\n\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", outside)
    assert set(re.findall(r"</?\w+>", outside)) <= {"<details>", "<summary>", "</summary>", "</details>"}
    assert outside.count("<details>") == outside.count("</details>")
    assert not re.search(r"[@`!\[]|://", outside)


def _plan(definition):
    plan, _, _ = push(cloud_with())
    return replace(plan, compared=(None, definition), differences=difference(None, definition))
