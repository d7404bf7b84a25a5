"""A chart as mermaid text, which GitHub, GitLab and many editors draw."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.report.graph.changes import COLOURS, FILLS, SIGNS
from workflow_updater.report.graph.model import Change, Chart, Edge, Node, all_edges
from workflow_updater.report.graph.words import alternatives, plain, shortened

# What mermaid draws at all, and GitHub with it. Source: mermaid's configuration schema, maxTextSize and maxEdges.
MAX_CHARACTERS = 50_000
MAX_EDGES = 500

_SHAPES = {
    "Choice": ("{", "}"),
    "Wait": ("([", "])"),
    "Succeed": ("([", "])"),
    "Fail": ("([", "])"),
    "Pass": ("[", "]"),
}
_CLASSES = f"""\
classDef added fill:{FILLS["added"]},stroke:{COLOURS["added"]},stroke-width:3px,color:#0b3d1a
classDef removed fill:{FILLS["removed"]},stroke:{COLOURS["removed"]},stroke-width:2px,stroke-dasharray:5 4,color:#67060c
classDef changed fill:{FILLS["changed"]},stroke:{COLOURS["changed"]},stroke-width:3px,color:#4d2d00
classDef renamed fill:{FILLS["renamed"]},stroke:{COLOURS["renamed"]},stroke-width:3px,color:#0a3069"""
_PLAIN = frozenset(" ,:()?!=\u2026\u2192\u00b7")
_CLASS_OF: dict[Change, str] = {"rewired": "changed", "moved": "renamed"}


def mermaid(chart: Chart) -> str:
    """Return the chart as a flowchart. Whether a reader draws it depends on its size: see `is_drawable`."""
    lines = ["flowchart TB", *(f"  {line}" for line in _chart(chart))]
    edges = list(all_edges(chart))
    changed = {edge.change for edge in edges if edge.change}
    if any(True for _ in _classed(chart)) or changed:
        lines += [f"  {line}" for line in _CLASSES.splitlines()]
        lines += [f"  class {id_} {name}" for id_, name in _classed(chart)]
    for change in ("added", "removed", "changed"):
        numbers = ",".join(str(index) for index, edge in enumerate(_drawn(chart)) if edge.change == change)
        if numbers:
            dash = ",stroke-dasharray:3 4" if change == "removed" else ""
            lines.append(f"  linkStyle {numbers} stroke:{COLOURS[change]},stroke-width:2.5px{dash}")
    return "\n".join(lines) + "\n"


def is_drawable(text: str, chart: Chart) -> bool:
    """Return whether GitHub would draw *text*, the mermaid of *chart*."""
    return len(text) <= MAX_CHARACTERS and sum(1 for _ in all_edges(chart)) <= MAX_EDGES


def _chart(chart: Chart) -> Iterator[str]:
    yield f"{chart.id}((( )))"
    for node in chart.nodes:
        yield from _node(node)
    yield from map(_edge, chart.edges)


def _drawn(chart: Chart) -> Iterator[Edge]:
    """Yield the edges in the order in which `_chart` writes them: mermaid numbers them so."""
    for node in chart.nodes:
        for inner in node.inside:
            yield from _drawn(inner)
    yield from chart.edges


def _node(node: Node) -> Iterator[str]:
    if node.inside:
        yield f'subgraph {node.id}["{_title(node)}"]'
        for inner in node.inside:
            framed = len(node.inside) > 1 or node.type != "Map"
            yield from (f"  {line}" for line in (_framed(inner) if framed else _chart(inner)))
        yield "end"
        return
    opening, closing = _SHAPES.get(node.type, ("[", "]"))
    yield f'{node.id}{opening}"{_label(node)}"{closing}'


def _framed(chart: Chart) -> Iterator[str]:
    yield f'subgraph {chart.id}_["{quoted(chart.title)}"]'
    yield from (f"  {line}" for line in _chart(chart))
    yield "end"


def _title(node: Node) -> str:
    """Return the title of a box: mermaid has room for one line there."""
    about = ", ".join(filter(None, (node.type, node.caption.partition(",")[0], node.origin)))
    return quoted(f"{_marked(node)} ({about})")


def _marked(node: Node) -> str:
    return f"{SIGNS[node.change]} {node.name}" if node.change else node.name


def _label(node: Node) -> str:
    about = " · ".join(filter(None, (node.type, shortened(node.caption, 60))))
    lines = (
        _marked(node),
        node.origin,
        about,
        *(shortened(note, 60) for note in node.notes),
    )
    return "<br/>".join(quoted(line) for line in lines if line)


def _edge(edge: Edge) -> str:
    label = "<br/>".join(map(quoted, ("otherwise",) if edge.kind == "default" else alternatives(edge.labels, 40, 4)))
    arrow = "-.->" if edge.kind in ("catch", "default") else "-->"
    return f"{edge.source} {arrow}" + (f'|"{label}"| ' if label else " ") + edge.target


def _classed(chart: Chart) -> Iterator[tuple[str, str]]:
    for node in chart.nodes:
        if node.change:
            yield node.id, _CLASS_OF.get(node.change, node.change)
        for inner in node.inside:
            yield from _classed(inner)


def quoted(text: str) -> str:
    """
    Return *text* for between mermaid's quotes, as it reads: what could mean something there is written as `#34;`.

    That is HTML, mermaid's own signs, Markdown (`1. ` is a list, `_x_` slanted), links, and formulas between `$$`.
    """
    told = plain(text)
    return "".join(
        one if one.isalnum() or one in _PLAIN or (one == "." and not before.isdigit()) else f"#{ord(one)};"
        for before, one in zip(f" {told}", told, strict=False)
    )
