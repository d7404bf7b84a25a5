"""From what a template writes to a policy: where its document may lie, and what it says."""

from __future__ import annotations

from collections.abc import Collection

from workflow_updater.core.admission import below_prefix
from workflow_updater.core.content_address import Location, parse_location
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.errors import LocationUnreadable
from workflow_updater.core.guardrails.document_rules import BAD_GUARDRAILS, GUARDRAILS_GONE, GUARDRAILS_IN_REACH
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.read_policy import read_policy
from workflow_updater.core.guardrails.written import Written
from workflow_updater.core.validation.finding import Finding


def policy_of(given: Written, content: bytes | None = None) -> Policy | tuple[Finding, ...]:
    """Return the policy of *given*, or its faults; *content* is the object where it is a location."""
    document = read_json(given.text.encode() if content is None else content)
    if not isinstance(document, Document):
        read = " ".join(f"{fault.message} at line {fault.line}, column {fault.column}" for fault in document)
        return (
            BAD_GUARDRAILS.finding(
                f"Guardrails are neither s3://BUCKET/KEY nor a document in JSON: {read}", given.place
            ),
        )
    found = read_policy(document.value)
    if isinstance(found, Policy):
        return found
    return tuple(fault._replace(pointer=given.place + fault.pointer) for fault in found)


def admit_guardrails(given: Written, prefix: str, buckets: Collection[str]) -> Location | Finding:
    """
    Return where the document of *given* lies, or why it is not to be read there.

    *prefix* is the template's for workflows: whoever may push below it must not push guardrails.
    """
    try:
        location = parse_location(given.text)
    except LocationUnreadable as fault:
        return GUARDRAILS_GONE.finding(str(fault), given.place)
    if location.bucket not in buckets:
        return GUARDRAILS_GONE.finding(f"the macro does not read from the bucket {location.bucket}", given.place)
    if below_prefix(location, prefix) or not {".", ".."}.isdisjoint(location.key.split("/")):
        below = f"below the prefix {prefix}" if prefix.strip("/") else "where workflows may lie: there is no Prefix"
        return GUARDRAILS_IN_REACH.finding(f"s3://{location.bucket}/{location.key} lies {below}", given.place)
    return location
