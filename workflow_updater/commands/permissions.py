"""`permissions`: what the role of a workflow must be allowed, and how a role compares with that."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from workflow_updater.commands.chosen_workflow import WORKFLOW_HELP, add_rendering_arguments, choose
from workflow_updater.core.definition.placeholders import has_placeholder, strings
from workflow_updater.core.injection import machines_in
from workflow_updater.core.permissions.comparison import Comparison, compare
from workflow_updater.core.permissions.document import policy_document
from workflow_updater.core.permissions.grant import Need, Place
from workflow_updater.core.permissions.needs import needs
from workflow_updater.core.permissions.observation import every_observation
from workflow_updater.core.permissions.policy import statements
from workflow_updater.core.permissions.substitution import opened
from workflow_updater.core.permissions.template_needs import template_needs
from workflow_updater.core.permissions.template_role import role_of, role_policies
from workflow_updater.core.permissions.template_text import arn_intrinsics
from workflow_updater.core.printable import printable
from workflow_updater.core.validation.finding import errors_in
from workflow_updater.errors import EXIT_DIFFERS, EXIT_DONE, DefinitionInvalid, Refused, UsageError
from workflow_updater.report.permissions import comparison_lines, comparison_value, grant_text, need_lines
from workflow_updater.report.policy_yaml import policy_yaml
from workflow_updater.report.text import finding_lines
from workflow_updater.repository import read_repository
from workflow_updater.screen import Screen
from workflow_updater.sources.template_file import parse_template, read_template

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "list the IAM permissions that a workflow needs, and compare a role with them"


class Answer(NamedTuple):
    """What was found: *comparison* is None when no role was named; *intrinsics* are ARN texts of a template."""

    needs: tuple[Need, ...]
    role: str = ""
    comparison: Comparison | None = None
    intrinsics: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument("workflow", metavar="WORKFLOW", help=WORKFLOW_HELP)
    add_rendering_arguments(parser)
    against = parser.add_argument_group("what it is compared with")
    against.add_argument("--role", default="", metavar="ARN", help="a role in the account")
    against.add_argument(
        "-t", "--template", default="", metavar="FILE", help="the role that the machine has in this template"
    )
    against.add_argument("--resource", default="", help="logical id of the state machine, when there are several")
    how = parser.add_argument_group("how it is told")
    how.add_argument("--format", choices=("text", "json", "yaml"), default="text", help="text, or a policy document")
    how.add_argument("--require-permissions", action="store_true", help="exit code 4 when the role lacks something")
    how.add_argument(
        "--detailed-exitcode", action="store_true", help="exit code 10 when the role lacks something or has too much"
    )


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Tell what the workflow needs, and return 0; with `--detailed-exitcode` 10 when the role differs from that.

    Raises:
        UsageError: a flag or file is missing or wrong, or there is no such role.
        DefinitionInvalid: the definition has errors.
        Refused: with `--require-permissions`, the role lacks something.
        CloudUnavailable: AWS did not answer, or denied reading the role.
    """
    if options.role and options.template:
        raise UsageError("--role and --template are both given", hint="one of them: a role of the account or of a file")
    if (options.require_permissions or options.detailed_exitcode) and not (options.role or options.template):
        raise UsageError("no role is named to compare with", hint="--role ARN, or --template FILE")
    definition = _definition(options, connect, screen)
    if options.template:
        answer = _in_template(definition, options.template, options.resource)
    elif options.role:
        answer = _in_account(definition, options.role, connect)
    else:
        answer = Answer(needs(definition))
    value = _tell(answer, options, screen)
    if answer.comparison and answer.comparison.missing and options.require_permissions:
        raise _refusal(answer, answer.comparison, value)
    screen.result_json(value)
    if answer.comparison is None:
        return EXIT_DONE
    differs = bool(answer.comparison.missing or answer.comparison.excess)
    return EXIT_DIFFERS if differs and options.detailed_exitcode else EXIT_DONE


def _refusal(answer: Answer, comparison: Comparison, value: Mapping[str, Any]) -> Refused:
    lacking = "; ".join(_with_names(grant_text(lack.need.grant), answer.intrinsics) for lack in comparison.missing)
    return Refused(
        f"{answer.role} lacks what the workflow needs: {lacking}",
        hint="the infra team adds it to the role",
        value=value,
    )


def _definition(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> object:
    chosen = choose(options.workflow, options, read_repository(Path.cwd()), connect)
    document, findings = chosen.check()
    if document is None or errors_in(findings):
        raise DefinitionInvalid(f"{chosen.path} has errors; what it needs is not sure", findings)
    for line in finding_lines(findings):
        screen.note(line)
    return document.value


def _in_template(definition: object, file: str, resource: str) -> Answer:
    resources = parse_template(read_template(Path(file)), file)["Resources"]
    machine = _machine(file, resources, resource)
    properties = resources[machine].get("Properties") or {}
    needed = template_needs(definition, machine, resources)
    role = role_of(properties, resources)
    intrinsics = arn_intrinsics(resources)
    if not role:
        note = f"{file}: the role of {machine} is not in this template; --role ARN compares with one in the account"
        return Answer(needed, intrinsics=intrinsics, notes=(note,))
    policies = role_policies(role, resources)
    notes = [f"{file}: what {policy} allows is not known here" for policy in policies.unknown]
    if policies.boundary:
        notes.append(f"not looked into: the permissions boundary {policies.boundary}")
    compared = compare(needed, policies.statements, unknown=policies.unknown)
    return Answer(needed, f"{file}: {role}", compared, intrinsics, tuple(notes))


def _machine(file: str, resources: Mapping[str, Any], wanted: str) -> str:
    machines = machines_in(resources)
    if wanted in machines or (len(machines) == 1 and not wanted):
        return wanted or machines[0]
    if not machines:
        raise UsageError(f"{file} has no state machine", hint="--template names the template that has the workflow's")
    raise UsageError(
        f"{file} has no state machine {wanted}" if wanted else f"{file} has several state machines",
        hint=f"--resource names one of {', '.join(machines)}",
    )


def _in_account(definition: object, arn: str, connect: Callable[[], Cloud]) -> Answer:
    fields = arn.split(":")
    if len(fields) < 6 or fields[0] != "arn" or not fields[5].startswith("role/"):
        raise UsageError(f"--role {arn} is not the ARN of a role", hint="like arn:aws:iam::111122223333:role/orders")
    cloud = connect()
    needed = opened(needs(definition, Place(fields[1], cloud.region, fields[4])))
    role = cloud.roles.find(arn)
    if role is None:
        raise UsageError(f"there is no role {arn}", hint="check its name, --region and --profile")
    allowed = [one for policy in role.policies for one in statements(policy.document, policy.name)]
    unseen = f"the permissions boundary {role.boundary}, and " if role.boundary else ""
    notes = [f"not looked into: {unseen}policies of the organization and of the resources themselves"]
    if any(has_placeholder(text) for _, text in strings(definition)):
        notes.append("what placeholders stand for is not known here: `plan --stack` knows it, and --template too")
    return Answer(needed, arn, compare(needed, allowed, tolerated=every_observation()), notes=tuple(notes))


def _tell(answer: Answer, options: argparse.Namespace, screen: Screen) -> dict[str, Any]:
    """Tell *answer*, and return what is told of it as JSON."""
    document = policy_document(answer.needs)
    compared = comparison_lines(answer.comparison, answer.role) if answer.comparison else []
    compared = [_with_names(line, answer.intrinsics) for line in compared]
    for note in answer.notes:
        screen.note(note)
    if not document["Statement"]:
        screen.note("the workflow needs no permissions; IAM takes no policy without a statement")
    if options.json or options.format == "json":
        if not answer.comparison:
            return document
        return {"policy": document, "role": answer.role, **comparison_value(answer.comparison)}
    if options.format == "yaml":
        for line in policy_yaml(document, answer.intrinsics):
            screen.result(line)
        _print(compared, screen.note)
    else:
        _print(compared or [_with_names(line, answer.intrinsics) for line in need_lines(answer.needs)], screen.result)
    return {}


def _with_names(line: str, intrinsics: Mapping[str, str]) -> str:
    """Return *line* with `LogicalId.Arn` for the ARNs of a template's resources."""
    for text in sorted(intrinsics, key=len, reverse=True):
        line = line.replace(text, intrinsics[text])
    return line


def _print(lines: Sequence[str], out: Callable[[str], None]) -> None:
    for line in lines:
        out(printable(line))
