"""`render`: prints the definition that would be pushed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.chosen_workflow import WORKFLOW_HELP, add_rendering_arguments, choose
from workflow_updater.core.content_address import canonical, digest
from workflow_updater.core.definition.bare_placeholders import json_text
from workflow_updater.core.printable import printable_json
from workflow_updater.core.validation.finding import errors_in
from workflow_updater.errors import EXIT_DONE, DefinitionInvalid
from workflow_updater.report.json import findings_value
from workflow_updater.report.text import finding_lines
from workflow_updater.repository import read_repository
from workflow_updater.screen import Screen
from workflow_updater.sources.source_lines import source_lines

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "print the definition that would be pushed"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument("workflow", metavar="WORKFLOW", help=WORKFLOW_HELP)
    add_rendering_arguments(parser)
    parser.add_argument(
        "--format",
        choices=("json", "yaml", "canonical"),
        default="json",
        help="for people, or canonical: the very bytes that are published, with their SHA-256 on stderr (%(default)s)",
    )


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Print the rendered definition and return 0, or 3 when it has errors, so that it would not be pushed.

    Raises:
        DefinitionInvalid: nothing could be rendered.
        CloudUnavailable: AWS did not answer a lookup.
    """
    chosen = choose(options.workflow, options, read_repository(Path.cwd()), connect)
    document, findings = chosen.check()
    if document is None:
        raise DefinitionInvalid(f"{chosen.path} cannot be rendered", findings)
    for line in finding_lines(findings, source_lines):
        screen.note(line)
    content = canonical(document.value)
    if options.format == "canonical":
        screen.result(content.decode("ascii"), end="")
        screen.note(digest(content))
    elif options.format == "yaml":
        from workflow_updater.sources.definition_text import as_yaml  # nobody else pays for cfn-flip

        screen.result(as_yaml(document.value), end="")
    else:
        screen.result(printable_json(json_text(document.value, indent=2, ensure_ascii=False)))
    screen.result_json({"definition": document.value, "sha256": digest(content), **findings_value(findings)})
    return DefinitionInvalid.exit_code if errors_in(findings) else EXIT_DONE
