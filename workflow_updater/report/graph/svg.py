"""A placed chart as SVG that needs nothing else: no script, no font, no link; light or dark as its reader prefers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from workflow_updater.core.definition.machine import STATE_TYPES
from workflow_updater.report.graph import spacing as by
from workflow_updater.report.graph.changes import SIGNS
from workflow_updater.report.graph.icons import icon
from workflow_updater.report.graph.layout import Point
from workflow_updater.report.graph.model import Change, all_edges, all_nodes
from workflow_updater.report.graph.place import PlacedChart, PlacedEdge, PlacedNode
from workflow_updater.report.graph.words import plain, width

_STYLE = Path(__file__).parent / "picture.css"
_LEGEND: tuple[tuple[Change, str], ...] = (
    ("added", "added"),
    ("removed", "removed"),
    ("changed", "changed"),
    ("renamed", "renamed or moved"),
)
_LEGEND_HEIGHT = 34.0
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def svg(placed: PlacedChart, *, title: str) -> str:
    """Return the picture; with a legend when it shows a change."""
    marked = any(node.change for node in all_nodes(placed.chart)) or any(
        edge.change for edge in all_edges(placed.chart)
    )
    top = _LEGEND_HEIGHT if marked else 0.0
    wide = max(placed.width, 480.0 if marked else 0.0)
    width_text, height_text = _n(wide), _n(placed.height + top)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_text}" height="{height_text}" '
        f'viewBox="0 0 {width_text} {height_text}" role="img" class="workflow">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE.read_text('utf-8')}</style>",
        _markers(),
        '<rect class="paper" width="100%" height="100%"/>',
        *(_legend() if marked else ()),
        f'<g transform="translate({_n((wide - placed.width) / 2)} {_n(top)})">',
        *_chart(placed),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Return *text* as character data or attribute value; what XML cannot hold is replaced."""
    return "".join(_ESCAPES.get(one, one) for one in plain(text))


def _markers() -> str:
    size = 'viewBox="0 0 9 9" refX="8" refY="4.5" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse"'
    arrows = (
        f'<marker id="to-{kind}" class="{kind}" {size} orient="auto"><path d="M0 0L9 4.5L0 9z"/></marker>'
        for kind in ("plain", "catch", "added", "removed", "changed")
    )
    return f"<defs>{''.join(arrows)}</defs>"


def _legend() -> Iterator[str]:
    x = by.CHART_PADDING
    for change, word in _LEGEND:
        yield f'<g class="node {change}" transform="translate({_n(x)} 10)">'
        yield '<rect class="box" width="26" height="18" rx="4"/>'
        yield _badge(change, 13, 9)
        yield f'<text class="caption" x="32" y="13">{word}</text></g>'
        x += 44 + width(word, by.CAPTION_SIZE)


def _chart(placed: PlacedChart) -> Iterator[str]:
    x, y = placed.start
    yield from (line for edge in placed.edges for line in _edge(edge))
    yield f'<circle class="start" cx="{_n(x)}" cy="{_n(y)}" r="{_n(by.START / 2)}"><title>start</title></circle>'
    yield from (line for node in placed.nodes for line in _node(node))
    yield from (line for edge in placed.edges for line in _label(edge))


def _node(placed: PlacedNode) -> Iterator[str]:
    node = placed.node
    classes = " ".join(filter(None, ("node", node.type.lower() if node.type in STATE_TYPES else "", node.change)))
    yield f'<g class="{classes}" id="{node.id}" transform="translate({_n(placed.x)} {_n(placed.y)})">'
    yield f"<title>{escape(_tooltip(placed))}</title>"
    radius = 14 if node.ends and not node.inside else 6
    yield f'<rect class="box" width="{_n(placed.width)}" height="{_n(placed.height)}" rx="{radius}"/>'
    yield icon(node.type, by.NODE_PADDING, by.NODE_PADDING)
    for text in placed.texts:
        yield (
            f'<text class="{text.role}" x="{_n(text.x)}" y="{_n(text.y)}" textLength="{_n(text.width)}" '
            f'lengthAdjust="spacingAndGlyphs">{escape(text.text)}</text>'
        )
    for chart in placed.inside:
        yield f'<g class="inside" transform="translate({_n(chart.x)} {_n(chart.y)})">'
        yield f'<rect class="room" width="{_n(chart.width)}" height="{_n(chart.height)}" rx="6"/>'
        yield f'<text class="title" x="10" y="15">{escape(chart.chart.title)}</text>'
        yield from _chart(chart)
        yield "</g>"
    if node.ends:
        yield _end(placed)
    if node.change:
        yield _badge(node.change, placed.width, 0)
    yield "</g>"


def _tooltip(placed: PlacedNode) -> str:
    node = placed.node
    told = (node.name, node.origin, node.type, node.caption, *node.notes, *node.edits)
    return " · ".join(filter(None, told))


def _end(placed: PlacedNode) -> str:
    x, y = placed.width / 2, placed.height
    return (
        f'<g class="end"><title>the machine may end here</title><circle class="ring" cx="{_n(x)}" cy="{_n(y)}" r="5"/>'
        f'<circle class="dot" cx="{_n(x)}" cy="{_n(y)}" r="2.5"/></g>'
    )


def _badge(change: Change, x: float, y: float) -> str:
    return (
        f'<g class="badge"><circle cx="{_n(x)}" cy="{_n(y)}" r="8"/>'
        f'<text x="{_n(x)}" y="{_n(y + 4.2)}">{SIGNS[change]}</text></g>'
    )


def _edge(placed: PlacedEdge) -> Iterator[str]:
    edge = placed.edge
    arrow = edge.change or ("catch" if edge.kind == "catch" else "plain")
    classes = " ".join(filter(None, ("edge", edge.kind, edge.change)))
    yield f'<path class="{classes}" d="{_curve(placed.points)}" marker-end="url(#to-{arrow})"/>'


def _label(placed: PlacedEdge) -> Iterator[str]:
    if not placed.label:
        return
    x, y = placed.at
    step = by.LABEL_SIZE * by.LINE_HEIGHT
    wide = max(width(line, by.LABEL_SIZE) for line in placed.label) + 8
    high = step * len(placed.label) + 2
    yield f'<g class="{" ".join(filter(None, ("label", placed.edge.kind, placed.edge.change)))}">'
    if placed.edge.labels:
        yield f"<title>{escape(' | '.join(placed.edge.labels))}</title>"
    yield f'<rect x="{_n(x - wide / 2)}" y="{_n(y - high / 2)}" width="{_n(wide)}" height="{_n(high)}" rx="3"/>'
    for index, line in enumerate(placed.label):
        yield (
            f'<text x="{_n(x)}" y="{_n(y - high / 2 + step * (index + 0.8))}" '
            f'textLength="{_n(width(line, by.LABEL_SIZE))}" lengthAdjust="spacingAndGlyphs">{escape(line)}</text>'
        )
    yield "</g>"


def _curve(points: Sequence[Point]) -> str:
    """Return a path along *points*, round where they turn: a curve from middle to middle, bent towards each point."""
    bends = points[1:-1]
    middles = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in pairwise(bends)]
    path = f"M{_p(points[0])}"
    for bend, middle in zip(bends, [*middles, points[-1]], strict=False):
        path += f"Q{_p(bend)} {_p(middle)}"
    return path if bends else f"{path}L{_p(points[-1])}"


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    """Return a number with a tenth of a pixel: what engines disagree on is smaller."""
    return f"{number:.1f}".removesuffix(".0")
