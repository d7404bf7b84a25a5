"""A chart as dot text, for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.change.difference import MARKS
from workflow_updater.report.graph.changes import COLOURS, FILLS
from workflow_updater.report.graph.model import Chart, Edge, Node
from workflow_updater.report.graph.words import alternatives, plain, shortened

_SHAPES = {"Choice": "diamond", "Succeed": "oval", "Fail": "octagon", "Wait": "cds"}


def dot(chart: Chart) -> str:
    """Return the chart as a digraph; machines inside a state are clusters."""
    lines = [
        "digraph workflow {",
        '  compound=true; rankdir=TB; bgcolor=white; fontname="Helvetica"; fontsize=11;',
        '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=9];',
        *(f"  {line}" for line in _chart(chart)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return *text* as dot's string: quotes, backslashes and entities mean themselves, and it stays on one line."""
    return '"' + plain(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + '"'


def _chart(chart: Chart) -> Iterator[str]:
    yield f'{chart.id} [shape=circle, style=filled, fillcolor=black, label="", width=0.15];'
    nodes = {node.id: node for node in chart.nodes}
    for node in chart.nodes:
        yield from _node(node)
    for edge in chart.edges:
        yield _edge(edge, nodes)


def _node(node: Node) -> Iterator[str]:
    colour = {"color": f'"{COLOURS[node.change]}"', "penwidth": "2"} if node.change else {}
    if not node.inside:
        fill = {"fillcolor": f'"{FILLS[node.change]}"'} if node.change else {}
        dashed = {"style": '"rounded,filled,dashed"'} if node.change == "removed" else {}
        shape = {"shape": _SHAPES[node.type]} if node.type in _SHAPES else {}
        yield f"{node.id} {_attributes({'label': _label(node)} | shape | colour | fill | dashed)};"
        return
    style = "rounded,dashed" if node.change == "removed" else "rounded"
    yield f"subgraph cluster_{node.id} {{"
    yield from (
        f"  {name}={value};" for name, value in ({"label": _label(node), "style": f'"{style}"'} | colour).items()
    )
    for inner in node.inside:
        yield f"  subgraph cluster_{inner.id} {{"
        yield f'    label={quoted(inner.title)}; style="rounded,dotted"; color="#59636e"; penwidth=1;'
        yield from (f"    {line}" for line in _chart(inner))
        yield "  }"
    yield "}"


def _label(node: Node) -> str:
    """Return the lines of a node as one string, joined by dot's own line end."""
    about = " · ".join(filter(None, (node.type, shortened(node.caption, 60))))
    lines = (
        f"{MARKS[node.change]} {node.name}" if node.change else node.name,
        node.origin,
        about,
        *(shortened(note, 60) for note in node.notes),
    )
    return '"' + "\\n".join(quoted(line)[1:-1] for line in lines if line) + '"'


def _edge(edge: Edge, nodes: dict[str, Node]) -> str:
    source, target = nodes.get(edge.source), nodes[edge.target]
    label = ["otherwise"] if edge.kind == "default" else alternatives(edge.labels, 40, 4)
    found: dict[str, str] = {}
    if label:
        found["label"] = '"' + "\\n".join(quoted(line)[1:-1] for line in label) + '"'
    if edge.kind in ("catch", "default"):
        found["style"] = "dashed" if edge.kind == "catch" else "dotted"
    if edge.change:
        found |= {"color": f'"{COLOURS[edge.change]}"', "fontcolor": f'"{COLOURS[edge.change]}"', "penwidth": "2"}
    if source and source.inside:
        found["ltail"] = f"cluster_{source.id}"
    if target.inside:
        found["lhead"] = f"cluster_{target.id}"
    ends = f"{source.inside[0].id if source and source.inside else edge.source} -> "
    ends += target.inside[0].id if target.inside else edge.target
    return f"{ends}{f' {_attributes(found)}' if found else ''};"


def _attributes(values: dict[str, str]) -> str:
    return "[" + ", ".join(f"{name}={value}" for name, value in values.items()) + "]"
