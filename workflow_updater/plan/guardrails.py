"""What the infra team's template lets a workflow do, asked before anything is published; the macro asks again."""

from __future__ import annotations

from workflow_updater.cloud.ports import Objects
from workflow_updater.core.content_address import Location, split_prefix
from workflow_updater.core.guardrails.document_rules import GUARDRAILS_GONE
from workflow_updater.core.guardrails.judge import judge
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.reading import admit_guardrails, policy_of
from workflow_updater.core.guardrails.trusted import trust_findings
from workflow_updater.core.guardrails.written import Written
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import CloudUnavailable, DefinitionInvalid, Refused, UsageError
from workflow_updater.plan.model import Original
from workflow_updater.plan.planner import Wanted


class GuardrailsRefused(DefinitionInvalid):
    """The guardrails of the template do not allow the definition, or are none; *findings* say what and where."""

    exit_code = Refused.exit_code


def hold_to_guardrails(
    wanted: Wanted, request: InjectionRequest, original: Original, objects: Objects
) -> tuple[Finding, ...]:
    """
    Return warnings, one for each document of guardrails that *original* names and that cannot be read from here.

    Raises:
        GuardrailsRefused: one of them does not allow the definition, or the macro would not accept it itself.
    """
    origin, parsed = original.template.origin, original.parsed
    properties = parsed["Resources"][request.logical_id].get("Properties") or {}
    unread: list[Finding] = []
    findings: list[Finding] = []
    for given in request.guardrails:
        found = read_guardrails(given, request.prefix, objects)
        if isinstance(found, Policy):
            findings += map(wanted.placed, judge(wanted.definition, found))
            trust = trust_findings(found, properties, parsed.get("Parameters") or {})
            findings += [finding._replace(file=origin) for finding in trust]
        elif isinstance(found, Finding):
            unread.append(found._replace(file=origin))
        else:
            findings += [finding._replace(file=origin) for finding in found]
    if findings:
        raise GuardrailsRefused(
            f"{wanted.file} is not what the guardrails of {wanted.stack} allow; nothing was published",
            list(dict.fromkeys(findings)),
        )
    return tuple(unread)


def read_guardrails(given: Written, prefix: str, objects: Objects) -> Policy | Finding | tuple[Finding, ...]:
    """Return the policy, why it could not be read from here (one finding), or what is wrong with it (a tuple)."""
    if not given.is_location:
        return policy_of(given)
    bucket = split_prefix(given.text)[0]  # which ones the macro reads from, only it knows
    location = admit_guardrails(given, prefix, [bucket])
    if not isinstance(location, Location):
        return (location,)
    try:
        content = objects.get(location.bucket, location.key, location.version_id)
    except (CloudUnavailable, UsageError) as error:
        return _unread(given, error.message)
    return _unread(given, "there is no object") if content is None else policy_of(given, content)


def _unread(given: Written, why: str) -> Finding:
    message = f"the guardrails {given.text} cannot be read from here: {why}"
    return GUARDRAILS_GONE.finding(
        message, given.place, hint="the macro reads them, and refuses what they do not allow"
    )._replace(severity="warning")
