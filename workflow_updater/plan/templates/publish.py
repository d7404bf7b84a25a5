"""The infra team's side of the template store: a template becomes the one that pushes are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workflow_updater.cloud.ports import Cloud, Stack, StoredObject
from workflow_updater.core.admission import below_prefix
from workflow_updater.core.content_address import Location
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.trusted import trust_findings
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.validation.finding import Finding
from workflow_updater.errors import Refused, StackBusy, UsageError
from workflow_updater.plan.guardrails import GuardrailsRefused, read_guardrails
from workflow_updater.plan.model import Template
from workflow_updater.plan.target import choose_request, requests_in
from workflow_updater.plan.templates.store import TEMPLATE_MAX_BYTES, TemplateStore, newest, store_of
from workflow_updater.plan.templates.url import VERSIONING, address
from workflow_updater.plan.usable import status_of
from workflow_updater.sources.template_difference import template_differences, told_paths
from workflow_updater.sources.template_file import parse_template


@dataclass(frozen=True)
class PublishedTemplate:
    """
    The version that pushes are made from now, and its address, which a policy pins.

    *is_deployed* is False for one that is published before the infra team's own deployment. *warnings* are about
    guardrails that could not be read from here.
    """

    ended: Literal["published", "unchanged"]
    stored: StoredObject
    url: str
    is_deployed: bool
    warnings: tuple[Finding, ...] = ()

    @property
    def condition(self) -> dict[str, dict[str, str]]:
        """The condition of an IAM policy that allows change sets from this version only."""
        return {"StringEquals": {"cloudformation:TemplateUrl": self.url}}


def publish_template(
    template: Template, cloud: Cloud, *, stack: str, bucket: str = "", before_deploy: bool = False
) -> PublishedTemplate:
    """
    Make *template* the newest version in the template store of *stack*; when it is already, nothing is written.

    It must be what the stack is deployed from, unless it is published *before_deploy*.

    Raises:
        UsageError: it is no template that takes workflows, or there is no such stack or bucket.
        Refused: it is not the deployed one, or the bucket keeps no versions.
        GuardrailsRefused: guardrails in it are none, or could be got round.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    parsed = parse_template(template.text, template.origin)
    size = len(template.text.encode())
    if size > TEMPLATE_MAX_BYTES:
        raise UsageError(
            f"{template.origin} has {size:,} bytes, and CloudFormation takes {TEMPLATE_MAX_BYTES:,} at most",
            hint="make it smaller, or split the stack",
        )
    existing = _existing(cloud, stack, before_deploy=before_deploy)
    requests = _requests(template, parsed, existing, stack)
    warnings = _guardrails(template, parsed, requests, cloud)
    is_deployed = existing is not None and _is_deployed(template, cloud, stack, before_deploy=before_deploy)
    account = existing.account if existing else cloud.account
    store = store_of(requests, stack=stack, account=account, region=cloud.region, bucket=bucket)
    if not below_prefix(Location(store.bucket, store.key), requests[0].prefix):
        raise UsageError(f"no workflow can lie below the Prefix {requests[0].prefix} of {template.origin}")
    ended, stored = _put(template, cloud, store)
    return PublishedTemplate(ended, stored, address(cloud.region, stored), is_deployed, warnings)


def _existing(cloud: Cloud, stack: str, *, before_deploy: bool) -> Stack | None:
    """Return the stack, None for one that is yet to be created; one that is being changed has no template to equal."""
    found = cloud.stacks.describe(stack)
    standing = status_of(found).standing if found else "absent"
    if standing == "absent" and not before_deploy:
        raise UsageError(
            f"there is no stack {stack} in {cloud.region}",
            hint="check --stack, --region and --profile; --before-deploy publishes the template of a stack to come",
        )
    if found and standing == "busy" and not before_deploy:
        raise StackBusy(
            f"stack {stack} is busy: {found.status}; its template may yet be rolled back",
            hint="try again when it is done",
        )
    return None if standing == "absent" else found


def _requests(
    template: Template, parsed: Mapping[str, Any], existing: Stack | None, stack: str
) -> Sequence[InjectionRequest]:
    """Return what the template asks the macro for, each held to what a push will need of it."""
    declared = parsed.get("Parameters") or {}
    known = {name: str(one.get("Default", "")) for name, one in declared.items()}
    values = {**known, **(existing.values if existing else {})}
    try:
        requests = requests_in(parsed, values, stack=stack)
        for request in requests:
            choose_request(parsed, values, stack=stack, resource=request.logical_id)
    except UsageError as fault:
        raise UsageError(
            f"no push could be made from {template.origin}: {fault.message}",
            hint="correct it; the README shows a template that takes workflows",
        ) from fault
    return requests


def _guardrails(
    template: Template, parsed: Mapping[str, Any], requests: Sequence[InjectionRequest], cloud: Cloud
) -> tuple[Finding, ...]:
    """Return warnings about guardrails that cannot be read from here. Raises for those that would be refused later."""
    unread: list[Finding] = []
    faults: list[Finding] = []
    for request in requests:
        written = parsed["Resources"][request.logical_id].get("Properties")
        properties = written if isinstance(written, dict) else {}
        for given in request.guardrails:
            found = read_guardrails(given, request.prefix, cloud.objects)
            if isinstance(found, Policy):
                faults += trust_findings(found, properties, parsed.get("Parameters") or {})
            elif isinstance(found, Finding):
                unread.append(found._replace(file=template.origin))
            else:
                faults += found
    if faults:
        placed = [fault._replace(file=template.origin) for fault in dict.fromkeys(faults)]
        raise GuardrailsRefused(f"the guardrails of {template.origin} do not hold; nothing was published", placed)
    return tuple(dict.fromkeys(unread))


def _is_deployed(template: Template, cloud: Cloud, stack: str, *, before_deploy: bool) -> bool:
    differences = template_differences(template.text, cloud.stacks.original_template(stack), template.origin)
    if differences and not before_deploy:
        raise Refused(
            f"{template.origin} is not what {stack} is deployed from: they differ at {told_paths(differences)}",
            hint="deploy it first; or --before-deploy, and pushes are refused until it is deployed",
        )
    return not differences


def _put(
    template: Template, cloud: Cloud, store: TemplateStore
) -> tuple[Literal["published", "unchanged"], StoredObject]:
    body = template.text.encode()
    found = newest(cloud, store)
    if found is not None and found.body == body:
        return "unchanged", found.stored
    stored = cloud.objects.put(store.bucket, store.key, body)
    if not stored.version_id:
        raise Refused(f"{store.uri} has no version to pin", hint=VERSIONING.format(bucket=store.bucket))
    return "published", stored
