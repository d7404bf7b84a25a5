"""What `deploy` and `plan` have in common: their flags, and what these mean."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workflow_updater.commands.deadline import add_timeout
from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import DefinitionInvalid, Interrupted, UsageError
from workflow_updater.plan.model import Template
from workflow_updater.plan.planner import Wanted
from workflow_updater.repository import FILE_NAME, Repository, WorkflowEntry, read_repository
from workflow_updater.settings import bucket_for
from workflow_updater.sources.checked_definition import check_definition
from workflow_updater.sources.template_file import read_template
from workflow_updater.sources.workflow_path import workflow_name, workflow_path

DEFAULT_TIMEOUT_SECONDS = 1800.0  # a stack update of one state machine takes seconds; gradual aliases take up to 36 h


@dataclass(frozen=True)
class Asked:
    """What the flags ask for, once read; *warnings* are findings that do not stop it."""

    wanted: Wanted
    warnings: tuple[Finding, ...]


@contextmanager
def nothing_sent_yet(stack: str) -> Iterator[None]:
    """
    Say of a Ctrl-C that comes while the stack is only read that it is as it was.

    Raises:
        Interrupted: Ctrl-C.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(f"{stack}: interrupted before anything was sent; the stack is as it was") from None


def add_deployment_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags that say what is pushed where; the upper-case ones are those of the first version of this tool."""
    what = parser.add_argument_group("what goes where")
    what.add_argument("-s", "--stack", "--StackName", default="", help="the stack that owns the state machine")
    what.add_argument(
        "-f", "--workflow", "--SourceFileName", default="", metavar="PATH", help="the definition, or its folder"
    )
    what.add_argument("--resource", default="", help="logical id of the state machine, when the stack has several")
    what.add_argument("--environment", default="", metavar="NAME", help="an environment of workflows.toml")
    what.add_argument(
        "-t", "--template", "--TemplateFileName", default="", metavar="FILE", help="the original template of the stack"
    )
    what.add_argument("-b", "--bucket", "--Bucket", default="", help="where the definition is published")
    what.add_argument("-d", "--description", "--Description", default="", help="description of the change set")
    what.add_argument("--force", action="store_true", help="make a change set even if nothing seems to differ")
    add_timeout(what, DEFAULT_TIMEOUT_SECONDS)
    seed = parser.add_argument_group("templates with the parameters S3Key and SMResource")
    seed.add_argument("-k", "--key", "--Key", default="", help="key of the object, instead of one made of its digest")
    seed.add_argument("-p1", "--S3KeyParameterName", default="", metavar="NAME", help="parameter of the location")
    seed.add_argument(
        "-p2", "--SMResourceParameterName", default="SMResource", metavar="NAME", help="parameter of the machine"
    )
    seed.add_argument("-v2", "--SMResource", default="", metavar="ID", help="its value; otherwise as it is")
    seed.add_argument("-c", "--S3StorageClass", default="STANDARD", help="taken and without effect, as ever: STANDARD")


def read_asked(options: argparse.Namespace, environ: Mapping[str, str], folder: Path) -> Asked:
    """
    Return what *options* ask for; reads the definition, the template and workflows.toml, and no more.

    Raises:
        UsageError: a flag or file is missing or wrong.
        DefinitionInvalid: the definition has errors.
    """
    repository = read_repository(folder)
    name = workflow_name(options.workflow)
    entry = repository.workflows.get(name, WorkflowEntry())
    if not options.workflow:
        raise UsageError("--workflow is missing", hint="it names the definition, or its folder")
    stack = options.stack or entry.stack
    if not stack:
        raise UsageError("--stack is missing", hint="it names the stack that owns the state machine")
    path = _path(options.workflow, entry, repository)
    document, findings = check_definition(path)
    if document is None or any(finding.severity == "error" for finding in findings):
        raise DefinitionInvalid(f"{path} has errors; nothing was sent to AWS", findings)
    return Asked(_wanted(options, environ, repository, entry, stack, path, document), tuple(findings))


def _path(given: str, entry: WorkflowEntry, repository: Repository) -> Path:
    if entry.definition and not Path(given).exists():
        named = repository.root / entry.definition
        if not named.exists():
            raise UsageError(
                f"there is no {named}", hint=f"{repository.root / FILE_NAME} names it as the definition of {given}"
            )
        return workflow_path(str(named), repository.root)
    return workflow_path(given, repository.root)


def _wanted(
    options: argparse.Namespace,
    environ: Mapping[str, str],
    repository: Repository,
    entry: WorkflowEntry,
    stack: str,
    path: Path,
    document: Document,
) -> Wanted:
    template = Template(read_template(Path(options.template)), options.template) if options.template else None
    return Wanted(
        definition=document.value,
        file=str(path),
        stack=stack,
        resource=options.resource or entry.resource,
        bucket=bucket_for(
            flag=options.bucket,
            environment_name=options.environment,
            environ=environ,
            repository=repository,
            workflow=workflow_name(options.workflow),
        ),
        key=options.key,
        template=template,
        location_parameter=options.S3KeyParameterName,
        parameters={options.SMResourceParameterName: options.SMResource} if options.SMResource else {},
        description=options.description,
        force=options.force,
        locate=document.locate,
    )
