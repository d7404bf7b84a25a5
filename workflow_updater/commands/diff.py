"""`diff`: what differs between a workflow and what is deployed, another revision, or another file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.against import Sides, add_against_arguments, read_sides
from workflow_updater.core.change.difference import difference
from workflow_updater.core.permissions.needs import needs
from workflow_updater.errors import EXIT_DIFFERS, EXIT_DONE
from workflow_updater.report.colour import paint
from workflow_updater.report.difference import Compared, compared_lines, compared_value
from workflow_updater.report.permissions import grant_text
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "show what differs between a workflow and what is deployed, a revision, or a file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    add_against_arguments(parser, required=True)
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="how it is told; markdown for a comment"
    )
    parser.add_argument("--detailed-exitcode", action="store_true", help="exit code 10 when it differs")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """Show the difference and return 0, or 10 with `--detailed-exitcode` when there is one."""
    sides = read_sides(options, connect, Path.cwd(), screen)
    compared = Compared(
        sides.workflow, sides.old_name, sides.new_name, difference(sides.old, sides.new), newly_needed(sides)
    )
    for line in _told(compared, sides, options, screen):
        screen.result(line)
    screen.result_json(compared_value(compared))
    return EXIT_DIFFERS if compared.changes and options.detailed_exitcode else EXIT_DONE


def _told(compared: Compared, sides: Sides, options: argparse.Namespace, screen: Screen) -> list[str]:
    if options.format == "json":
        import json

        return [json.dumps(compared_value(compared), indent=2)]
    if options.format == "markdown":
        from workflow_updater.report.difference_markdown import compared_markdown

        return [compared_markdown(compared, _picture(sides)).rstrip("\n")]
    return compared_lines(compared, paint(colour=screen.has_colour))


def newly_needed(sides: Sides) -> list[str]:
    """Return what the role must be allowed for the new definition that it need not be for the old one."""
    before = {need.grant for need in needs(sides.old)}
    return [grant_text(need.grant) for need in needs(sides.new) if need.grant not in before]


def _picture(sides: Sides) -> str:
    """Return the change as mermaid, "" where GitHub would not draw it."""
    from workflow_updater.report.graph.chart import chart_of_change
    from workflow_updater.report.graph.mermaid import is_drawable, mermaid

    chart = chart_of_change(sides.old, sides.new, sides.workflow)
    text = mermaid(chart)
    return text if is_drawable(text, chart) else ""
