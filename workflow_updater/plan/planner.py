"""Makes the plan from what is there and what is wanted; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow_updater.core.admission import below_prefix
from workflow_updater.core.change.difference import difference
from workflow_updater.core.change.live_match import matches, same
from workflow_updater.core.content_address import (
    Location,
    canonical,
    digest,
    location,
    object_key,
    parse_location,
    split_prefix,
)
from workflow_updater.core.definition.document import Place
from workflow_updater.core.errors import InjectionRefused, LocationUnreadable
from workflow_updater.core.frozen import frozen
from workflow_updater.core.injection import definition_text, placeholder_findings
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.lineage import Lost
from workflow_updater.core.machine_type import type_findings
from workflow_updater.core.release import NOWHERE, Provenance
from workflow_updater.core.validation.finding import Finding, errors_in
from workflow_updater.errors import DefinitionInvalid, UsageError
from workflow_updater.plan.bucket import workflow_bucket
from workflow_updater.plan.looking.deployed import comparable
from workflow_updater.plan.model import Original, Plan, Publication, Target, Template
from workflow_updater.plan.permissions import role_permissions
from workflow_updater.plan.snapshot import Live, Snapshot
from workflow_updater.releases.ledger import Ledger


@dataclass(frozen=True)
class Wanted:
    """
    What the user asks for; "" leaves it to the stack.

    *locate* gives the place of a JSON pointer in *file*, as that of a `Document`; without it findings have no line.
    *key* is the key of the user's own choice instead of the content-addressed one. *location_parameter* is another
    parameter for the location than the macro's; *parameters* get a value besides it. *restores* is the sequence of the
    release that a rollback goes back to, 0 for a push. *provenance* is where the definition comes from, and *lost*
    tells which commits the id of a deployed one has beside; None: nobody can, or it does not matter.
    """

    definition: Any
    file: str
    stack: str
    resource: str = ""
    bucket: str = ""
    key: str = ""
    template: Template | None = None
    location_parameter: str = ""
    parameters: Mapping[str, str] | None = None
    description: str = ""
    force: bool = False
    locate: Callable[[str], Place] | None = None
    restores: int = 0
    provenance: Provenance = NOWHERE
    lost: Callable[[str], Lost] | None = None

    def placed(self, finding: Finding) -> Finding:
        """Return *finding*, which is about the definition, with the place of its pointer."""
        place = self.locate(finding.pointer) if self.locate else Place(0, 0)
        return finding._replace(file=place.file or self.file, line=place.line, column=place.column)


def make_plan(
    wanted: Wanted,
    snapshot: Snapshot,
    original: Original,
    request: InjectionRequest,
    target: Target,
    live: Live,
    ledger: Ledger,
) -> Plan:
    """
    Return what has to be done so that *target* runs the wanted definition; *ledger* is what the records of it say.

    Raises:
        DefinitionInvalid: the definition and the template do not fit together.
        UsageError: the template does not allow the bucket, or has no such parameter.
    """
    text, warnings = _checked_text(wanted, original.parsed, target)
    now = snapshot.stack.parameters.get(target.parameter, request.location)
    publication = _publication(wanted, snapshot, request, now)
    was, then = comparable(live.deployed, live.definition, wanted.definition)
    compared = frozen(was), frozen(then)
    is_live = matches(text, live.definition)
    is_deployed = is_live and same(text, live.deployed)  # or CloudFormation would undo it one day
    return Plan(
        target=target,
        publication=publication,
        definition=text,
        live=live.definition,
        location_now=now,
        template=original.template,
        deployed_template=snapshot.template,
        parameters=frozen(_parameters(wanted, original.parsed, target, request)),
        capabilities=snapshot.stack.capabilities,
        description=wanted.description,
        compared=compared,
        differences=difference(*compared),
        is_unchanged=is_deployed and not wanted.force,
        ledger=ledger,
        warnings=warnings,
        permissions=role_permissions(wanted.definition, original.parsed, snapshot, target, live),
        publishing=request.publishing,
        deployed_outputs=frozen(live.outputs),
        notes=_past_cloudformation(text, live),
    )


def _past_cloudformation(text: str, live: Live) -> tuple[str, ...]:
    """Return what is to be said when somebody changed the machine itself, and what pushing *text* makes of it."""
    if not live.deployed or matches(live.deployed, live.definition):
        return ()
    if same(text, live.deployed):
        then = (
            "CloudFormation, which compares templates, will find nothing to do: push another definition first, or "
            "`rollback`, and then this one"
        )
    else:
        then = "this makes the stack agree" if matches(text, live.definition) else "this takes that back"
    return (f"the state machine was changed past CloudFormation, and does not run what its stack deployed; {then}",)


def _checked_text(wanted: Wanted, template: Mapping[str, Any], target: Target) -> tuple[str, tuple[Finding, ...]]:
    """Return the DefinitionString, and the warnings about it."""
    properties = template["Resources"][target.logical_id].get("Properties") or {}
    try:
        text = definition_text(wanted.definition)
    except InjectionRefused as refused:
        raise DefinitionInvalid(f"{wanted.file} cannot be injected", _of(wanted, refused.findings)) from refused
    findings = _of(wanted, [*placeholder_findings(text, properties), *type_findings(text, properties)])
    if errors_in(findings):
        raise DefinitionInvalid(f"{wanted.file} does not fit the template of {target.stack}", findings)
    return text, tuple(findings)


def _of(wanted: Wanted, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with the place of each in the file; those about the template have no pointer and no line."""
    return [wanted.placed(one) if one.pointer else one._replace(file=wanted.file) for one in findings]


def _publication(wanted: Wanted, snapshot: Snapshot, request: InjectionRequest, now: str) -> Publication:
    own_bucket, prefix = split_prefix(request.prefix)
    if own_bucket and wanted.bucket not in {"", own_bucket}:
        raise UsageError(
            f"stack {wanted.stack} takes workflows from {request.prefix} only, not from bucket {wanted.bucket}",
            hint=f"--bucket {own_bucket}, or none",
        )
    bucket = workflow_bucket(snapshot.stack, request.prefix, named=wanted.bucket, location=now)
    body = canonical(wanted.definition)
    content = digest(body)
    key = wanted.key or object_key(prefix, snapshot.stack.name, request.logical_id, content)
    _check_place(Location(bucket, key), request.prefix, wanted)
    return Publication(bucket, key, body, content, replaces=bool(wanted.key))


def _check_place(place: Location, prefix: str, wanted: Wanted) -> None:
    """Raise when the macro would not take *place* for what it is."""
    if not below_prefix(place, prefix):
        raise UsageError(
            f"stack {wanted.stack} takes workflows below {prefix} only, not s3://{place.bucket}/{place.key}",
            hint="--key with a key below that prefix, or none",
        )
    try:
        readable = parse_location(location(place.bucket, place.key)) == place
    except LocationUnreadable:
        readable = False
    if not readable:
        raise UsageError(f"s3://{place.bucket}/{place.key} cannot hold a workflow", hint="check --bucket and --key")


def _parameters(
    wanted: Wanted, template: Mapping[str, Any], target: Target, request: InjectionRequest
) -> dict[str, str | None]:
    if wanted.parameters and request.form != "seed":
        raise UsageError(
            f"stack {target.stack}: its template names its state machine itself, so a push does not set "
            f"{', '.join(wanted.parameters)}",
            hint="leave -v2 out; --resource chooses among several",
        )
    declared = template.get("Parameters") or {}
    given = dict(wanted.parameters or {})
    for name in (target.parameter, *given):
        if name not in declared:
            raise UsageError(
                f"stack {target.stack}: its template has no parameter {name}",
                hint=f"it has: {', '.join(declared) or 'none'}",
            )
    return {name: given.get(name) for name in declared if name != target.parameter}
