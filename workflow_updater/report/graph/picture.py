"""Chart → SVG or HTML text: lays out, in a thread whose stack is deep enough for many layers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from workflow_updater.report.graph.html import html
from workflow_updater.report.graph.layout import STACK_BYTES, Layout
from workflow_updater.report.graph.model import Chart, all_nodes
from workflow_updater.report.graph.place import place
from workflow_updater.report.graph.svg import svg

MOST_STATES = 1_500  # some ten seconds; nobody reads a larger picture


def is_too_large(chart: Chart) -> bool:
    """Return whether a picture of *chart* would take long to make, and be of no use."""
    return sum(1 for _ in all_nodes(chart)) > MOST_STATES


def svg_picture(chart: Chart, title: str) -> str:
    """Return the picture as SVG."""
    return _with_deep_stack(lambda: svg(place(chart, Layout()), title=title))


def html_picture(chart: Chart, title: str) -> str:
    """Return the picture as a page that can be moved and zoomed."""
    return _with_deep_stack(lambda: html(place(chart, Layout()), title=title))


def _with_deep_stack(draw: Callable[[], str]) -> str:
    with ThreadPoolExecutor(max_workers=1) as pool:
        before = threading.stack_size(STACK_BYTES)
        try:
            drawn = pool.submit(draw)  # starts the thread
        finally:
            threading.stack_size(before)
    return drawn.result()
