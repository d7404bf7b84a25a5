"""What is drawn, whatever draws it: nodes and edges of one machine, and the machines inside its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from workflow_updater.core.change.difference import Kind

EdgeKind = Literal["start", "next", "choice", "default", "catch"]
Change = Kind | Literal[""]


class Edge(NamedTuple):
    """One way from a node to another; *labels* are the conditions or errors that take it. *change* is its own."""

    source: str
    target: str
    kind: EdgeKind
    labels: tuple[str, ...] = ()
    change: Change = ""


class Node(NamedTuple):
    """
    One state: *caption* says what it is and does, *notes* what else matters: retries, time limits.

    *was* is the path that it had, when that was another; *edits* tell what else changed. *inside* are the machines that
    it runs.
    """

    id: str
    name: str
    type: str
    caption: str
    notes: tuple[str, ...] = ()
    change: Change = ""
    was: str = ""
    edits: tuple[str, ...] = ()
    ends: bool = False
    inside: tuple[Chart, ...] = ()

    @property
    def origin(self) -> str:
        """What it was called before, or from where it moved; "" when it stayed."""
        return f"{'moved from' if self.change == 'moved' else 'was'} {self.was}" if self.was else ""


class Chart(NamedTuple):
    """One machine; *id* is also that of the mark from which its start edge leads."""

    id: str
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def all_nodes(chart: Chart) -> Iterator[Node]:
    """Yield every node of *chart*, each followed by those inside it."""
    for node in chart.nodes:
        yield node
        for inner in node.inside:
            yield from all_nodes(inner)


def all_edges(chart: Chart) -> Iterator[Edge]:
    """Yield the edges of *chart*, then those of the machines inside its nodes."""
    yield from chart.edges
    for node in chart.nodes:
        for inner in node.inside:
            yield from all_edges(inner)
