"""Where things stand: nothing lies on anything else, no text leaves its box, and equal input gives equal output."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.report.graph.drawn import TITLE, changed, golden, hostile, placed
from workflow_updater.report.graph import spacing as by
from workflow_updater.report.graph.layout import Layout
from workflow_updater.report.graph.picture import svg_picture
from workflow_updater.report.graph.place import PlacedChart, PlacedNode, place

SHIPPED = sorted((Path(__file__).parents[4] / "workflows").glob("*/definition.asl.*"))


def many(count: int) -> dict[str, Any]:
    """Return a chain of tasks, each of which catches into one and the same state."""
    names = [f"Step {number}" for number in range(count)]
    states: dict[str, Any] = {
        name: {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}],
            "Next": onward,
        }
        for name, onward in zip(names, [*names[1:], "Failed"], strict=True)
    }
    return {"StartAt": names[0], "States": {**states, "Failed": {"Type": "Fail"}}}


def check(chart: PlacedChart) -> None:
    for node in chart.nodes:
        assert 0 <= node.x <= node.x + node.width <= chart.width
        assert 0 <= node.y <= node.y + node.height <= chart.height
        check_inside(node)
    for one, other in combinations(chart.nodes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y
    for edge in chart.edges:
        assert all(-1 <= x <= chart.width + 1 and -1 <= y <= chart.height + 1 for x, y in edge.points)


def check_inside(node: PlacedNode) -> None:
    for text in node.texts:
        assert text.x + text.width <= node.width - by.NODE_PADDING / 2
        assert text.y <= node.height
        assert text.width <= by.TEXT_WIDTH
    for room in node.inside:
        assert node.texts[-1].y < room.y
        assert room.x + room.width < node.width
        assert room.y + room.height < node.height
        check(room)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_in_shipped_workflows_nothing_lies_on_anything_else(file: Path) -> None:
    check(placed(yaml.safe_load(file.read_text("utf-8"))))


def test_in_a_change_of_every_kind_nothing_lies_on_anything_else() -> None:
    check(place(changed(), Layout()))


def test_in_a_large_workflow_nothing_lies_on_anything_else() -> None:
    check(placed(many(60)))


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80))
def test_no_name_leaves_its_box(name: str) -> None:
    check(placed(hostile(name)))


def test_many_branches_stand_in_rows() -> None:
    branch = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    wide = {"StartAt": "All", "States": {"All": {"Type": "Parallel", "Branches": [branch] * 40, "End": True}}}

    chart = placed(wide)

    check(chart)
    assert len({room.y for room in chart.nodes[0].inside}) > 1


def test_a_picture_is_the_same_every_time() -> None:
    assert svg_picture(changed(), TITLE) == svg_picture(changed(), TITLE)


def test_a_chain_of_hundreds_of_states_is_laid_out() -> None:
    names = [f"Step {number}" for number in range(600)]
    ways = [{"Next": name} for name in names[1:]] + [{"End": True}]
    chain = {name: {"Type": "Pass", **way} for name, way in zip(names, ways, strict=True)}

    assert svg_picture(place_chart({"StartAt": names[0], "States": chain}), "chain").count("<title>Step") == 600


def place_chart(definition: object) -> Any:
    from workflow_updater.report.graph.chart import chart_of

    return chart_of(definition, "chain")


@pytest.mark.parametrize("odd", [None, [], "x", {}, {"States": {"A": 1}}, {"StartAt": 1, "States": {"A": {"Next": 2}}}])
def test_what_is_no_workflow_is_drawn_all_the_same(odd: object) -> None:
    check(placed(odd))


def test_the_old_definition_stays_where_it_was_in_the_text() -> None:
    names = [node.name for node in changed().nodes]

    assert names.index("Archive") == names.index("Both") + 1
    assert set(golden("new")["States"]) < set(names)
