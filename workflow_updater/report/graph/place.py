"""Chart → where everything stands: the boxes inside a node first, for they make its size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from workflow_updater.report.graph import spacing as by
from workflow_updater.report.graph.layout import Layout, Line, Point
from workflow_updater.report.graph.lines import lines_of
from workflow_updater.report.graph.model import Chart, Edge, Node
from workflow_updater.report.graph.words import alternatives, cut, short_paths, shortened, width, wrapped

_WIDEST_ROW = 1500.0  # of branches beside one another


class Text(NamedTuple):
    """One line of text; *y* is its baseline, *width* what it takes."""

    text: str
    role: str  # name, caption, note
    x: float
    y: float
    width: float


class PlacedNode(NamedTuple):
    """A node with its upper left corner in its chart; *texts* and *inside* count from that corner."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]
    inside: tuple[PlacedChart, ...]


class PlacedEdge(NamedTuple):
    """An edge with the *points* that it passes; *label* are its lines, around the point *at*."""

    edge: Edge
    points: tuple[Point, ...]
    label: tuple[str, ...]
    at: Point


class PlacedChart(NamedTuple):
    """A chart with its upper left corner in what is around it; all in it counts from there."""

    chart: Chart
    x: float
    y: float
    width: float
    height: float
    start: Point
    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]


def place(chart: Chart, layout: Layout, top: float = 0.0) -> PlacedChart:
    """Return *chart* laid out, its own title of height *top* included."""
    lines = lines_of(chart)
    sized = [_sized(node, _told(lines.told.get(node.id, ()), chart), layout) for node in chart.nodes]
    numbers = {chart.id: 0, **{node.id: index for index, node in enumerate(chart.nodes, 1)}}
    labels = [_label(edge) for edge in lines.drawn]
    asked = [
        Line(
            numbers[edge.source], numbers[edge.target], *_label_size(label), 2 if edge.kind in ("next", "start") else 1
        )
        for edge, label in zip(lines.drawn, labels, strict=True)
    ]
    laid = layout([(by.START, by.START), *((node.width, node.height) for node in sized)], asked)
    left, upper, right, lower = _extent(laid.nodes[0], sized, laid.nodes[1:], laid.edges, labels)
    dx, dy = by.CHART_PADDING - left, by.CHART_PADDING + top - upper
    nodes = tuple(
        node._replace(x=x + dx - node.width / 2, y=y + dy - node.height / 2)
        for node, (x, y) in zip(sized, laid.nodes[1:], strict=True)
    )
    edges = tuple(
        PlacedEdge(edge, tuple((x + dx, y + dy) for x, y in points), tuple(label), _moved(at or points[0], dx, dy))
        for edge, label, (points, at) in zip(lines.drawn, labels, laid.edges, strict=True)
    )
    wide = max(right - left, width(chart.title, by.LABEL_SIZE, bold=True)) + 2 * by.CHART_PADDING
    start = _moved(laid.nodes[0], dx, dy)
    return PlacedChart(chart, 0, 0, wide, lower - upper + 2 * by.CHART_PADDING + top, start, nodes, edges)


def _moved(point: Point, dx: float, dy: float) -> Point:
    return point[0] + dx, point[1] + dy


def _extent(
    start: Point,
    nodes: Sequence[PlacedNode],
    centres: Sequence[Point],
    edges: Sequence[tuple[Sequence[Point], Point | None]],
    labels: Sequence[Sequence[str]],
) -> tuple[float, float, float, float]:
    """Return left, upper, right and lower border of all that is drawn."""
    boxes = [
        (start, by.START, by.START),
        *((at, one.width, one.height) for one, at in zip(nodes, centres, strict=True)),
    ]
    boxes += [(point, 0.0, 0.0) for points, _ in edges for point in points]
    boxes += [(at, *_label_size(label)) for (_, at), label in zip(edges, labels, strict=True) if at and label]
    return (
        min(x - wide / 2 for (x, _), wide, _ in boxes),
        min(y - high / 2 for (_, y), _, high in boxes),
        max(x + wide / 2 for (x, _), wide, _ in boxes),
        max(y + high / 2 for (_, y), _, high in boxes) + by.END,
    )


def _told(edges: Sequence[Edge], chart: Chart) -> list[str]:
    names = {node.id: node.name for node in chart.nodes}
    return [f"{edge.kind} {', '.join(_label(edge))}".strip() + f" → {names[edge.target]}" for edge in edges]


def _label(edge: Edge) -> list[str]:
    if edge.kind == "default":
        return ["otherwise"]
    if len(edge.labels) == 1:
        return wrapped(short_paths(edge.labels[0]), by.LABEL_WIDTH, by.LABEL_SIZE, by.LABEL_LINES - 1)
    return alternatives(edge.labels, by.LABEL_CHARACTERS, by.LABEL_LINES)


def _label_size(label: Sequence[str]) -> tuple[float, float]:
    if not label:
        return 0.0, 0.0
    return max(width(line, by.LABEL_SIZE) for line in label) + 8, len(label) * by.LABEL_SIZE * by.LINE_HEIGHT + 4


def _sized(node: Node, told: Sequence[str], layout: Layout) -> PlacedNode:
    texts, wide, high = _texts(node, told)
    if not node.inside:
        return PlacedNode(node, 0, 0, wide, high, texts, ())
    inside, right, lower = _rows([place(chart, layout, by.TITLE_HEIGHT) for chart in node.inside], high)
    return PlacedNode(node, 0, 0, max(wide, right), lower, texts, inside)


def _rows(charts: Sequence[PlacedChart], top: float) -> tuple[tuple[PlacedChart, ...], float, float]:
    """Return the boxes beside one another, in as many rows as keep the node from growing too wide, and its extent."""
    total = sum(chart.width for chart in charts)
    widest = max(_WIDEST_ROW, math.sqrt(total * max(chart.height for chart in charts)), *(one.width for one in charts))
    x, y, row, right = by.INSIDE_GAP, top, 0.0, 0.0
    placed: list[PlacedChart] = []
    for chart in charts:
        if placed and x + chart.width > widest:
            x, y, row = by.INSIDE_GAP, y + row + by.INSIDE_GAP, 0.0
        placed.append(chart._replace(x=x, y=y))
        x += chart.width + by.INSIDE_GAP
        row, right = max(row, chart.height), max(right, x)
    return tuple(placed), right, y + row + by.INSIDE_GAP


def _texts(node: Node, told: Sequence[str]) -> tuple[tuple[Text, ...], float, float]:
    """Return the lines of text in a node, and how wide and high it is with them."""
    first = by.NODE_PADDING + by.ICON + by.ICON_GAP
    lines = [(line, "name") for line in wrapped(node.name, by.TEXT_WIDTH, by.NAME_SIZE, by.NAME_LINES, bold=True)]
    if node.was:
        lines.append((cut(shortened(node.origin, 200), by.TEXT_WIDTH, by.CAPTION_SIZE), "was"))
    about = " · ".join(filter(None, (node.type, node.caption)))
    lines += [(line, "caption") for line in wrapped(about, by.TEXT_WIDTH, by.CAPTION_SIZE, 2) if line]
    lines += [(cut(shortened(note, 200), by.TEXT_WIDTH, by.CAPTION_SIZE), "note") for note in node.notes]
    lines += [(cut(shortened(way, 200), by.TEXT_WIDTH, by.CAPTION_SIZE), "way") for way in told]
    texts, y = [], by.NODE_PADDING
    for line, role in lines:
        size = by.NAME_SIZE if role == "name" else by.CAPTION_SIZE
        y += size * by.LINE_HEIGHT
        texts.append(Text(line, role, first, y - size * 0.3, width(line, size, bold=role == "name")))
    wide = first + max(text.width for text in texts) + by.NODE_PADDING + 6
    return tuple(texts), wide, y + by.NODE_PADDING
