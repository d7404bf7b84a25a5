"""What a workflow has that tests can name, and how much of it they went through."""

from __future__ import annotations

from tests.unit.workflow_tests.orders import ORDERS, results
from workflow_updater.workflow_tests.coverage import coverage
from workflow_updater.workflow_tests.outline import outline
from workflow_updater.workflow_tests.report_text import coverage_lines

DEEP = {
    "StartAt": "Both",
    "States": {
        "Both": {
            "Type": "Parallel",
            "Branches": [ORDERS, {"StartAt": "Alone", "States": {"Alone": {"Type": "Pass", "End": True}}}],
            "End": True,
        }
    },
}
FEW = """
- name: few
  mocks: {Load: {result: {items: [1]}}, Reserve: {result: {Payload: {n: 1}}}}
"""


def test_states_can_be_named_alone_and_behind_what_they_are_in() -> None:
    found = outline(DEEP)

    good = ["Both", "Reserve", "Items[0].Reserve", "Both[1].Items[12].Reserve", "Both[0].Load", "Both[1].Alone"]
    bad = ["Both[0]", "Load[0].Reserve", "Both[0].Reserve", "Both[0].Items[0]", "Items[].Reserve", "Items[a].Reserve"]
    assert good == [text for text in (*good, *bad) if found.is_address(text)]
    assert ["Both[1]", "Both[0].Items[3]"] == [
        text for text in ("Both[1]", "Both[0].Items[3]", "Items[3]", "Load[1]", "Both") if found.is_scope(text)
    ]


def test_ways_are_choices_catchers_and_retriers() -> None:
    ways = {(way.state, way.kind, way.position, way.told) for way in outline(ORDERS).ways}

    assert {
        ("Items", "Catch", 0, "(States.ALL) → Sorry"),
        ("Reserve", "Retry", 0, "(Busy)"),
        ("Enough", "Choices", 0, "→ Many"),
        ("Enough", "Default", 0, "→ Few"),
    } == ways


def test_coverage_tells_what_was_missed_and_why_it_matters() -> None:
    found = coverage("orders", outline(ORDERS), results(FEW))

    assert [
        "coverage of orders: 6 of 8 states (75 %), 1 of 4 branches (25 %)",
        "  never entered: Sorry, Many",
        "  never taken: Items Catch[0] (States.ALL) → Sorry",
        "  never taken: Reserve Retry[0] (Busy)",
        "  never taken: Enough Choices[0] → Many",
    ] == list(coverage_lines(found))
    assert (True, False) == (found.reaches(25), found.reaches(26))


def test_a_workflow_without_branches_is_covered_by_its_states() -> None:
    found = coverage("none", outline({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}), [])

    assert (0, 100) == (found.states_percent, found.ways_percent)
