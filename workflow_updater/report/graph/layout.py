"""
The door to dagre, which places nodes in layers: a JavaScript library, shipped with its licence, run by QuickJS.

QuickJS has neither files nor network, and it is given sizes only: no text of a definition gets there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from workflow_updater.report.graph.spacing import EDGE_GAP, LAYER_GAP, NODE_GAP

_FOLDER = Path(__file__).parent / "dagre"
STACK_BYTES = 256 * 1024 * 1024  # dagre calls itself once per layer; pages that are not touched cost nothing

Point = tuple[float, float]


class Line(NamedTuple):
    """An edge to be placed, between two indices of nodes; *width* and *height* are those of its label, 0 for none."""

    source: int
    target: int
    width: float
    height: float
    weight: int


class Laid(NamedTuple):
    """Where dagre puts things: centres of nodes; for each edge its points and the centre of its label."""

    nodes: tuple[Point, ...]
    edges: tuple[tuple[tuple[Point, ...], Point | None], ...]


class Layout:
    """Lays out graphs, one after the other."""

    def __init__(self) -> None:
        import quickjs

        self._context = quickjs.Context()
        self._context.set_max_stack_size(STACK_BYTES // 2)
        for name in ("dagre.min.js", "layout.js"):
            self._context.eval((_FOLDER / name).read_text("utf-8"))

    def __call__(self, sizes: Sequence[tuple[float, float]], lines: Sequence[Line]) -> Laid:
        """Return where nodes of these sizes and their edges are placed; from the top to the bottom."""
        asked = {"nodes": sizes, "edges": lines, "ranksep": LAYER_GAP, "nodesep": NODE_GAP, "edgesep": EDGE_GAP}
        answer = json.loads(self._context.get("layoutOf")(json.dumps(asked)))
        return Laid(
            tuple((x, y) for x, y in answer["nodes"]),
            tuple(
                (tuple((x, y) for x, y in points), label and (label[0], label[1])) for points, label in answer["edges"]
            ),
        )
