"""`publish-template`: the infra team puts the original template of a stack where pushes read it."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_updater.errors import EXIT_DONE
from workflow_updater.plan.model import Template
from workflow_updater.plan.templates.publish import PublishedTemplate, publish_template
from workflow_updater.report.text import finding_lines
from workflow_updater.repository import read_repository
from workflow_updater.screen import Screen
from workflow_updater.settings import bucket_for
from workflow_updater.sources.template_file import read_template

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "infra team: store the original template that pushes to a stack are made from"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument("file", metavar="FILE", help="the template, as it is deployed: YAML or JSON")
    parser.add_argument("-s", "--stack", required=True, help="the stack that it is the template of")
    parser.add_argument("--environment", default="", metavar="NAME", help="an environment of workflows.toml")
    parser.add_argument("-b", "--bucket", default="", help="the workflow bucket, where the template names none")
    parser.add_argument(
        "--before-deploy",
        action="store_true",
        help="though the stack is not deployed from it yet: pushes are refused until it is",
    )


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Publish the template, tell its address and the condition that pins it, and return 0; published already is fine.

    Raises:
        DeployError: it was not published; the message says why.
    """
    template = Template(read_template(Path(options.file)), options.file)
    repository = read_repository(Path.cwd())
    bucket = bucket_for(
        flag=options.bucket,
        environment_name=options.environment,
        environ=os.environ,
        repository=repository,
        workflow=next((name for name, entry in repository.workflows.items() if entry.stack == options.stack), ""),
    )
    screen.live(f"publishing the template of {options.stack}")
    done = publish_template(
        template, connect(), stack=options.stack, bucket=bucket, before_deploy=options.before_deploy
    )
    screen.still()
    for line in finding_lines(done.warnings):
        screen.note(line)
    if not done.is_deployed:
        screen.note(f"{options.stack} is not deployed from it yet: pushes are refused until it is")
    for line in _lines(options.stack, done):
        screen.result(line)
    screen.result_json(_value(options.stack, done))
    return EXIT_DONE


def _lines(stack: str, done: PublishedTemplate) -> list[str]:
    return [
        f"template   {stack}: {done.ended}",
        f"object     {done.stored.location}",
        f"sha256     {done.stored.sha256}",
        f"url        {done.url}",
        f"condition  {json.dumps(done.condition)}",
    ]


def _value(stack: str, done: PublishedTemplate) -> dict[str, Any]:
    return {
        "stack": stack,
        "ended": done.ended,
        "bucket": done.stored.bucket,
        "key": done.stored.key,
        "version_id": done.stored.version_id,
        "sha256": done.stored.sha256,
        "url": done.url,
        "condition": done.condition,
        "is_deployed": done.is_deployed,
    }
