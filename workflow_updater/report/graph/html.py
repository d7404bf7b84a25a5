"""A placed chart as a page of its own: the SVG, a list of its states to go to, and a script to move and zoom."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

from workflow_updater.report.graph.changes import SIGNS
from workflow_updater.report.graph.model import Chart, Node
from workflow_updater.report.graph.place import PlacedChart
from workflow_updater.report.graph.svg import escape, svg

_FOLDER = Path(__file__).parent


def html(placed: PlacedChart, *, title: str) -> str:
    """
    Return the page. It loads nothing and runs one script, ours: the policy in its head names that one by its hash.

    With changes the list holds what changed, else all states.
    """
    script, style = ((_FOLDER / name).read_text("utf-8") for name in ("page.js", "page.css"))
    sum_ = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{sum_}'"
    listed = list(_listed(placed.chart, 0))
    changed = [item for node, item in listed if node.change]
    items = changed or [item for _, item in listed]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title><style>{style}</style></head><body>",
            f'<nav><h1>{escape(title)}</h1><input id="find" type="search" placeholder="find a state" '
            f'aria-label="find a state"><h2>{"changes" if changed else "states"}</h2><ol>',
            *items,
            "</ol></nav>",
            '<main id="view" tabindex="0" aria-label="the workflow; drag to move, wheel to zoom">',
            svg(placed, title=title).rstrip(),
            '<div id="tools"><button id="in" title="zoom in">+</button>'
            '<button id="out" title="zoom out">&minus;</button>'
            '<button id="fit" title="show all">fit</button></div></main>',
            f"<script>{script}</script></body></html>",
            "",
        ]
    )


def _listed(chart: Chart, depth: int) -> Iterator[tuple[Node, str]]:
    for node in chart.nodes:
        about = " · ".join(filter(None, (node.change, node.origin, node.type)))
        mark = f"<b>{SIGNS[node.change]}</b> " if node.change else ""
        edits = "".join(f"<small>{escape(edit)}</small>" for edit in node.edits)
        yield (
            node,
            f'<li style="padding-left:{depth * 12}px"><a href="#{node.id}" class="{node.change}">{mark}'
            f"<span>{escape(node.name)}</span><small>{escape(about)}</small>{edits}</a></li>",
        )
        for inner in node.inside:
            yield from _listed(inner, depth + 1)
