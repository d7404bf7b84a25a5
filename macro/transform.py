"""Event → the new fragment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from macro.event import MacroEvent
from macro.fetch import Fetched, fetch
from macro.guardrails import Read, guardrail_findings, read_guardrails
from macro.source import Source
from workflow_updater.core import injection_rules as rules
from workflow_updater.core.aliases.resources import taken_findings, with_publishing
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.injection import inject, inject_properties, placeholder_findings, resource_findings
from workflow_updater.core.injection_requests import InjectionRequest, request_of_snippet, requests_of_fragment
from workflow_updater.core.machine_type import type_findings
from workflow_updater.core.validation.finding import Finding, errors_in

TEMPLATE_MAX_BYTES = 1_048_576  # source: CloudFormation quotas, "Template body size in an Amazon S3 object", 1 MB


def transform(event: MacroEvent, buckets: Collection[str], source: Callable[[], Source]) -> dict[str, Any]:
    """
    Return the fragment of *event* with every definition that it asks for; the event is left as it is.

    Raises:
        InjectionRefused: something keeps one of them from being injected; all faults of all machines are in it.
    """
    if event.is_template:
        return _whole_template(event, buckets, source)
    return _snippet(event, buckets, source)


def _whole_template(event: MacroEvent, buckets: Collection[str], source: Callable[[], Source]) -> dict[str, Any]:
    requests = requests_of_fragment(event.fragment, event.parameters, event.template_parameters)
    odd = [
        _in_machine(finding, request)
        for request in requests
        for finding in (
            *resource_findings(event.fragment, request.logical_id),
            *(taken_findings(event.fragment, request.logical_id) if request.publishing else ()),
        )
    ]
    if odd:
        raise InjectionRefused(odd)
    all_fetched = fetch(requests, buckets, source)
    guardrails = read_guardrails(requests, buckets, source)
    resources = event.fragment["Resources"]
    properties = [resources[request.logical_id].get("Properties") or {} for request in requests]
    _refuse_faults(all_fetched, properties, guardrails, _parameters(event))
    fragment = dict(event.fragment)
    for fetched in all_fetched:
        logical_id, publishing = fetched.request.logical_id, fetched.request.publishing
        fragment = inject(fragment, logical_id, fetched.text)
        if publishing:
            fragment = with_publishing(fragment, logical_id, publishing)
    return fragment


def _snippet(event: MacroEvent, buckets: Collection[str], source: Callable[[], Source]) -> dict[str, Any]:
    if "Location" not in event.parameters:
        message = "the fragment has no Resources, so it is no template, and Fn::Transform has no Location"
        raise InjectionRefused([rules.NO_REQUEST.finding(message, hint="add Location to its Parameters")])
    if "Type" in event.fragment and "Properties" in event.fragment:
        message = "Fn::Transform stands beside the Properties, not in them"
        raise InjectionRefused([rules.NO_REQUEST.finding(message, hint="move it into the Properties")])
    requests = [request_of_snippet(event.parameters, event.template_parameters)]
    fetched = fetch(requests, buckets, source)
    guardrails = read_guardrails(requests, buckets, source)
    _refuse_faults(fetched, [event.fragment], guardrails, _parameters(event))
    return inject_properties(event.fragment, fetched[0].text)


def _refuse_faults(
    all_fetched: Sequence[Fetched],
    all_properties: Sequence[Mapping[str, Any]],
    guardrails: Read,
    parameters: Mapping[str, Any],
) -> None:
    findings: list[Finding] = []
    for fetched, properties in zip(all_fetched, all_properties, strict=True):
        own = list(fetched.findings)
        if not own and fetched.request.location:
            found = [*placeholder_findings(fetched.text, properties), *type_findings(fetched.text, properties)]
            own = errors_in(found)  # CloudFormation shows no warnings
        own += guardrail_findings(fetched, guardrails, properties, parameters)
        findings.extend(_in_machine(finding, fetched.request) for finding in own)
    size_bytes = sum(len(fetched.text) for fetched in all_fetched)
    if not findings and size_bytes > TEMPLATE_MAX_BYTES:
        message = f"the definitions are {size_bytes:,} bytes together; a template has {TEMPLATE_MAX_BYTES:,} at most"
        findings.append(rules.TOGETHER_TOO_LARGE.finding(message))
    if findings:
        raise InjectionRefused(findings)


def _parameters(event: MacroEvent) -> dict[str, Any]:
    """Return the declarations of the template's parameters; {} where a snippet does not show one."""
    declared = event.fragment.get("Parameters")
    unknown: dict[str, Any] = {name: {} for name in event.template_parameters}
    return unknown | (declared if isinstance(declared, dict) else {})


def _in_machine(finding: Finding, request: InjectionRequest) -> Finding:
    """Return the finding with the logical id of its machine for a file: the reader has a template before him."""
    return finding._replace(file=request.logical_id)
