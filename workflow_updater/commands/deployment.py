"""What `deploy`, `plan` and in part `rollback` have in common: their flags, and what these mean."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.chosen_stack import add_resource_argument, stack_cure
from workflow_updater.commands.chosen_workflow import WORKFLOW_HELP, Chosen, add_rendering_arguments, choose
from workflow_updater.commands.deadline import add_timeout
from workflow_updater.core.definition.document import Document
from workflow_updater.core.validation.finding import Finding, errors_in
from workflow_updater.errors import DefinitionInvalid, Interrupted, Refused, UsageError
from workflow_updater.plan.model import Plan, Template
from workflow_updater.plan.planner import Wanted
from workflow_updater.report.permissions import grant_text
from workflow_updater.repository import FILE_NAME, Repository, read_repository
from workflow_updater.settings import bucket_for
from workflow_updater.sources.definition_file import definition_path
from workflow_updater.sources.provenance import Origin, origin_of
from workflow_updater.sources.template_file import read_template

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

DEFAULT_TIMEOUT_SECONDS = 1800.0  # a stack update of one state machine takes seconds; gradual aliases take up to 36 h


@dataclass(frozen=True)
class Asked:
    """What the flags ask for, once read; *warnings* are findings that do not stop it."""

    wanted: Wanted
    warnings: tuple[Finding, ...]
    require_permissions: bool = False
    require_tests: bool = False


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
    """
    Add the flags that say what is pushed where; the upper-case ones are those of the first version of this tool.

    `origin` is no flag: whoever calls from a folder without git says there which commit the definition comes from.
    """
    parser.set_defaults(origin=None)
    what = parser.add_argument_group("what goes where")
    what.add_argument("-s", "--stack", "--StackName", default="", help="the stack that owns the state machine")
    what.add_argument("-f", "--workflow", "--SourceFileName", default="", metavar="WORKFLOW", help=WORKFLOW_HELP)
    add_resource_argument(what)
    add_rendering_arguments(what)
    what.add_argument(
        "-t", "--template", "--TemplateFileName", default="", metavar="FILE", help="the original template of the stack"
    )
    what.add_argument(
        "-b",
        "--bucket",
        "--Bucket",
        default="",
        help="where the definition is published; otherwise the template's, or workflows-ACCOUNT-REGION",
    )
    what.add_argument(
        "-d", "--description", "--Description", default="", help="description of the change set and of the release"
    )
    what.add_argument(
        "--force", action="store_true", help="push although commits that run would be lost, or nothing seems to differ"
    )
    what.add_argument(
        "--require-permissions", action="store_true", help="refuse what the role of the state machine may not do"
    )
    add_timeout(what, DEFAULT_TIMEOUT_SECONDS)
    seed = parser.add_argument_group("templates with the parameters S3Key and SMResource")
    seed.add_argument("-k", "--key", "--Key", default="", help="key of the object, instead of one made of its digest")
    seed.add_argument("-p1", "--S3KeyParameterName", default="", metavar="NAME", help="parameter of the location")
    seed.add_argument(
        "-p2", "--SMResourceParameterName", default="SMResource", metavar="NAME", help="parameter of the machine"
    )
    seed.add_argument("-v2", "--SMResource", default="", metavar="ID", help="its value; otherwise as it is")
    seed.add_argument("-c", "--S3StorageClass", default="STANDARD", help="taken and without effect, as ever: STANDARD")


def read_asked(
    options: argparse.Namespace, environ: Mapping[str, str], folder: Path, connect: Callable[[], Cloud]
) -> Asked:
    """
    Return what *options* ask for; reads the definition, the template and workflows.toml, and no more.

    AWS is asked only when a template looks something up there.

    Raises:
        UsageError: a flag or file is missing or wrong.
        DefinitionInvalid: the definition has errors.
        CloudUnavailable: AWS did not answer a lookup.
    """
    if not options.workflow:
        raise UsageError("--workflow is missing", hint=f"it names {WORKFLOW_HELP}")
    repository = read_repository(folder)
    chosen = choose(options.workflow, options, repository, connect, environ)
    stack = options.stack or chosen.entry.stack
    if not stack:
        missing = "it names the stack that owns the state machine"
        cure = stack_cure(chosen.name, options.environment, repository, missing)
        raise UsageError("--stack is missing", hint=cure)
    read: set[Path] = set()
    document, findings = chosen._replace(rendering=chosen.rendering._replace(note_read=read.add)).check()
    if document is None or errors_in(findings):
        raise DefinitionInvalid(f"{chosen.path} has errors; nothing was sent to AWS", findings)
    origin = options.origin or _origin(chosen, repository, read)
    wanted = _wanted(options, environ, repository, chosen, stack, document)
    wanted = replace(wanted, provenance=origin.provenance, lost=origin.lost)
    require_permissions = options.require_permissions or chosen.entry.require_permissions
    return Asked(wanted, tuple(findings), require_permissions, chosen.entry.require_tests)


def given_template(file: str) -> Template | None:
    """Return the template in *file*, None for "". Raises UsageError when it cannot be read."""
    return Template(read_template(Path(file)), file) if file else None


def refuse_lacking(plan: Plan) -> None:
    """
    Refuse a plan whose definition needs what the role of the machine may not do.

    Raises:
        Refused: it lacks something, or nobody could look.
    """
    role = plan.permissions
    if role.unread:
        raise Refused(
            f"{plan.target}: the permissions of {role.role_arn} could not be checked: {role.unread}",
            hint="ask the infra team for the rights to read the role, or leave --require-permissions out",
        )
    if role.missing:
        lacking = "; ".join(grant_text(lack.need.grant) for lack in role.missing)
        raise Refused(
            f"{plan.target}: the role {role.role_arn} lacks what the workflow needs: {lacking}",
            hint="the infra team adds it to the role; `deploy-workflow permissions WORKFLOW --json` writes the policy",
        )


def _origin(chosen: Chosen, repository: Repository, read: Set[Path]) -> Origin:
    """Return the commit that is checked out around the workflow; all that it is made of is compared with it."""
    return origin_of(definition_path(chosen.path), {*read, *chosen.rendering.patches, repository.root / FILE_NAME})


def _wanted(
    options: argparse.Namespace,
    environ: Mapping[str, str],
    repository: Repository,
    chosen: Chosen,
    stack: str,
    document: Document,
) -> Wanted:
    return Wanted(
        definition=document.value,
        file=str(chosen.path),
        stack=stack,
        resource=options.resource or chosen.entry.resource,
        bucket=bucket_for(
            flag=options.bucket,
            environment_name=options.environment,
            environ=environ,
            repository=repository,
            workflow=chosen.name,
        ),
        key=options.key,
        template=given_template(options.template),
        location_parameter=options.S3KeyParameterName,
        parameters={options.SMResourceParameterName: options.SMResource} if options.SMResource else {},
        description=options.description,
        force=options.force,
        locate=document.locate,
    )
