"""Which edges are drawn as lines: so many as stay readable; the others are told in words in their node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workflow_updater.report.graph.model import Chart, Edge

# Layers that all lines of a chart may cross together: some for each node, and enough for any small chart. Two hundred
# states that all catch into the last one would be two hundred parallel lines, and minutes of layout.
_CROSSED_PER_NODE = 3
_CROSSED_AT_LEAST = 120


class Lines(NamedTuple):
    """The edges that are drawn, and those that are told instead, by the node that they leave."""

    drawn: tuple[Edge, ...]
    told: Mapping[str, tuple[Edge, ...]]


def lines_of(chart: Chart) -> Lines:
    """Return which edges of *chart* are drawn; the longest are told first, the shortest way to each node never is."""
    layers = _layers(chart)
    lengths = {edge: abs(layers[edge.target] - layers[edge.source]) for edge in chart.edges}
    kept: dict[str, Edge] = {}
    for edge in chart.edges:
        if edge.target not in kept or lengths[edge] < lengths[kept[edge.target]]:
            kept[edge.target] = edge
    too_much = sum(lengths.values()) - max(_CROSSED_AT_LEAST, _CROSSED_PER_NODE * len(chart.nodes))
    told: dict[str, list[Edge]] = {}
    for edge in sorted(chart.edges, key=lambda one: -lengths[one]):
        if too_much <= 0:
            break
        if kept[edge.target] is not edge:
            told.setdefault(edge.source, []).append(edge)
            too_much -= lengths[edge]
    instead = {edge for edges in told.values() for edge in edges}
    drawn = tuple(edge for edge in chart.edges if edge not in instead)
    return Lines(drawn, {source: tuple(edges) for source, edges in told.items()})


def _layers(chart: Chart) -> dict[str, int]:
    """Return on which layer each node would stand: as far down as the longest way to it, ways back left out."""
    after: dict[str, list[str]] = {chart.id: [], **{node.id: [] for node in chart.nodes}}
    for edge in chart.edges:
        after[edge.source].append(edge.target)
    layers = dict.fromkeys(after, 0)
    back: set[tuple[str, str]] = set()
    order = _depth_first(after, back)
    for one in order:
        for other in after[one]:
            if (one, other) not in back:
                layers[other] = max(layers[other], layers[one] + 1)
    return layers


def _depth_first(after: Mapping[str, Sequence[str]], back: set[tuple[str, str]]) -> Iterable[str]:
    """Return the nodes in an order in which every edge leads onward, but for those put into *back*."""
    finished: dict[str, bool] = {}  # False while what is behind a node is still being visited
    order: list[str] = []
    for root in after:
        pending = [(root, 0)]
        while pending:
            node, index = pending.pop()
            if index == 0 and node in finished:
                continue
            finished[node] = False
            onward = after[node]
            if index == len(onward):
                finished[node] = True
                order.append(node)
                continue
            pending.append((node, index + 1))
            other = onward[index]
            if finished.get(other) is False:
                back.add((node, other))
            elif other not in finished:
                pending.append((other, 0))
    return reversed(order)
