"""`graph`: a picture of a workflow, or of what changes in it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.against import Sides, add_against_arguments, read_sides
from workflow_updater.errors import EXIT_DONE, UsageError
from workflow_updater.report.graph.chart import chart_of, chart_of_change
from workflow_updater.report.graph.model import Chart
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "draw a workflow, or what changes in it: mermaid, dot, svg, html"
FORMATS = ("mermaid", "dot", "svg", "html")
_TEXTS = {"", ".txt", ".md"}
_SUFFIXES = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg", ".html": "html"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    add_against_arguments(parser, required=False)
    parser.add_argument("--format", choices=FORMATS, default="", help="otherwise what FILE ends in, or mermaid")
    parser.add_argument("-o", "--output", metavar="FILE", default="", help="write it there instead of to stdout")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Draw, and return 0.

    Raises:
        UsageError: the file cannot be written, the layout library is missing, or the workflow is too large to draw.
    """
    format_ = options.format or _format_of(options.output)
    sides = read_sides(options, connect, Path.cwd(), screen)
    title = f"{sides.workflow}: {sides.old_name} → {sides.new_name}" if sides.old_name else sides.workflow
    text = drawn(_chart(sides, title), format_, title)
    if options.output:
        _write(Path(options.output), text)
        screen.note(f"wrote {options.output}")
    else:
        screen.result(text.rstrip("\n") + "\n", end="")
    screen.result_json({"workflow": sides.workflow, "format": format_, "output": options.output, "graph": text})
    return EXIT_DONE


def drawn(chart: Chart, format_: str, title: str) -> str:
    """
    Return *chart* as text of that format.

    Raises:
        UsageError: the layout library is missing, or the chart is too large to draw.
    """
    if format_ == "mermaid":
        from workflow_updater.report.graph.mermaid import mermaid

        return mermaid(chart)
    if format_ == "dot":
        from workflow_updater.report.graph.dot import dot

        return dot(chart)
    from workflow_updater.report.graph.picture import MOST_STATES, html_picture, is_too_large, svg_picture

    if is_too_large(chart):
        raise UsageError(
            f"more than {MOST_STATES} states are too many for a picture", hint="--format dot, and Graphviz's sfdp"
        )
    return (svg_picture if format_ == "svg" else html_picture)(chart, title)


def _format_of(output: str) -> str:
    suffix = Path(output).suffix.lower()
    if suffix not in _SUFFIXES and suffix not in _TEXTS:
        raise UsageError(
            f"{output}: no format has the ending {suffix}",
            hint=f"end it in {', '.join(_SUFFIXES)}, or name the --format; browsers turn svg into other pictures",
        )
    return _SUFFIXES.get(suffix, "mermaid")


def _chart(sides: Sides, title: str) -> Chart:
    return chart_of_change(sides.old, sides.new, title) if sides.old_name else chart_of(sides.new, title)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as fault:
        raise UsageError(f"{path} cannot be written: {fault.strerror}", hint="check --output") from fault
