"""The guardrails of each machine: read, and what they have against the definition that was pushed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from macro.fetch import Fetched
from macro.source import ObjectUnavailable, Source
from workflow_updater.core.content_address import Location
from workflow_updater.core.guardrails.document_rules import GUARDRAILS_GONE
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.reading import admit_guardrails, policy_of
from workflow_updater.core.guardrails.trusted import trust_findings
from workflow_updater.core.guardrails.written import Written
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.validation.finding import Finding

Read = dict[tuple[Written, str], Policy | tuple[Finding, ...]]  # by what is written, and the prefix of workflows


def read_guardrails(
    requests: Sequence[InjectionRequest], buckets: Collection[str], source: Callable[[], Source]
) -> Read:
    """
    Return the policies that *requests* name, or why one is none; each object is read once.

    They are read even while no workflow has been pushed, so that the infra team learns of a fault when it deploys.
    """
    found: Read = {}
    for request in requests:
        for given in request.guardrails:
            if (given, request.prefix) not in found:
                found[given, request.prefix] = _read(given, request.prefix, buckets, source)
    return found


def guardrail_findings(
    fetched: Fetched, read: Read, properties: Mapping[str, Any], parameters: Mapping[str, Any]
) -> list[Finding]:
    """
    Return what the guardrails of a request have against its definition, and what is wrong with themselves.

    *properties* are those of its machine, *parameters* the declarations of the template's parameters, by name.
    """
    findings: list[Finding] = []
    for given in fetched.request.guardrails:
        policy = read[given, fetched.request.prefix]
        if not isinstance(policy, Policy):
            findings += policy
            continue
        findings += trust_findings(policy, properties, parameters)
        if fetched.value is not None:
            from workflow_updater.core.guardrails.judge import judge  # a stack without guardrails does not load them

            findings += judge(fetched.value, policy)
    return findings


def _read(
    given: Written, prefix: str, buckets: Collection[str], source: Callable[[], Source]
) -> Policy | tuple[Finding, ...]:
    if not given.is_location:
        return policy_of(given)
    location = admit_guardrails(given, prefix, buckets)
    if not isinstance(location, Location):
        return (location,)
    try:
        return policy_of(given, source()(location))
    except ObjectUnavailable as fault:
        return (GUARDRAILS_GONE.finding(fault.finding.message, given.place),)
