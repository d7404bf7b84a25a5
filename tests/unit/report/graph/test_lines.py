"""Which edges are lines, and which are told in words."""

from __future__ import annotations

from tests.unit.report.graph.drawn import changed, placed
from tests.unit.report.graph.test_place import many
from workflow_updater.report.graph.chart import chart_of
from workflow_updater.report.graph.lines import lines_of


def test_every_edge_of_a_small_workflow_is_a_line() -> None:
    chart = changed()

    assert (chart.edges, {}) == lines_of(chart)


def test_what_hundreds_of_states_have_in_common_is_told_in_each_of_them() -> None:
    chart = chart_of(many(200), "large")

    lines = lines_of(chart)

    assert len(lines.drawn) + sum(map(len, lines.told.values())) == len(chart.edges)
    assert {edge.target for edge in lines.drawn} == {node.id for node in chart.nodes}
    assert all(edge.kind == "catch" for edges in lines.told.values() for edge in edges)
    assert len(lines.told) > 150


def test_a_way_that_is_told_names_its_error_and_its_target() -> None:
    told = [text.text for node in placed(many(60)).nodes for text in node.texts if text.role == "way"]

    assert {"catch States.ALL → Failed"} == set(told)


def test_ways_back_are_lines_too() -> None:
    loop = {
        "StartAt": "A",
        "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}, "C": {"Type": "Pass"}},
    }
    chart = chart_of(loop, "loop")

    assert chart.edges == lines_of(chart).drawn
    assert [("start", "n0"), ("n0", "n1"), ("n1", "n0")] == [(edge.source, edge.target) for edge in chart.edges]
