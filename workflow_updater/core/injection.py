"""
A fragment, a resource and a definition make a new fragment, in which that resource runs that definition.

The definition goes in as a plain `DefinitionString`: the intrinsics of a `Definition` would be evaluated, text in an
`Fn::Sub` too. CloudFormation still resolves `{{resolve:…}}` in plain strings, hence `definition_text`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workflow_updater.core import injection_rules as rules
from workflow_updater.core.content_address import canonical
from workflow_updater.core.definition.bare_placeholders import with_bare_numbers
from workflow_updater.core.definition.document import MAX_BYTES, Document
from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.core.definition.placeholders import is_composed, placeholder_names, strings, without_placeholders
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.definition.reading_rules import TOO_LARGE
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.validation.finding import Finding

STATE_MACHINE = "AWS::StepFunctions::StateMachine"
DEFINITION_PROPERTIES = ("Definition", "DefinitionString", "DefinitionS3Location")  # CloudFormation wants exactly one

_RESOLVE = re.compile(r"\{\{\s*resolve\s*:", re.IGNORECASE)

PLACEHOLDER_DEFINITION: Mapping[str, Any] = {
    "Comment": "No workflow has been pushed to this state machine yet.",
    "StartAt": "WorkflowNotPushed",
    "States": {
        "WorkflowNotPushed": {
            "Type": "Fail",
            "Error": "WorkflowNotPushed",
            "Cause": "No workflow has been pushed to this state machine yet.",
        }
    },
}


def definition_text(definition: object) -> str:
    """
    Return the `DefinitionString` of a definition: canonical JSON in which every `{{` reads `\\u007b\\u007b`.

    A placeholder that stands for a number or a boolean loses its quotes: it is JSON once CloudFormation has filled it.

    To Step Functions that is the same definition; CloudFormation sees no dynamic reference in it.

    Raises:
        InjectionRefused: a string or a key holds `{{resolve:`, or would once its placeholders are replaced by nothing;
            or the text would be larger than AWS takes.
    """
    text = canonical(with_bare_numbers(definition)).decode("ascii")
    findings = []
    if _resolves(text):
        where = next((path for path, held in strings(definition) if _resolves(held)), ())
        what = "a dynamic reference {{resolve:...}}: CloudFormation would put the secret into the definition"
        findings.append(rules.RESOLVE_REFERENCE.finding(f"{what}, for all to read", pointer(where)))
    escaped = text.replace("{{", "\\u007b\\u007b")
    if len(escaped) > MAX_BYTES:
        findings.append(TOO_LARGE.finding(f"{len(escaped):,} bytes as ASCII; AWS takes {MAX_BYTES:,} at most"))
    if findings:
        raise InjectionRefused(findings)
    return escaped


def _resolves(text: str) -> bool:
    return any(_RESOLVE.search(one) for one in (text, without_placeholders(text)))


def inject(fragment: Mapping[str, Any], logical_id: str, text: str) -> dict[str, Any]:
    """
    Return a copy of *fragment* (a template) whose *logical_id* runs *text*, a `definition_text`; all else is equal.

    Raises:
        InjectionRefused: no resource of that id, or of another type; or *text* holds `{{`.
    """
    findings = resource_findings(fragment, logical_id)
    if findings:
        raise InjectionRefused(findings)
    resources = fragment["Resources"]
    resource = resources[logical_id]
    changed = {**resource, "Properties": inject_properties(resource.get("Properties") or {}, text)}
    return {**fragment, "Resources": {**resources, logical_id: changed}}


def inject_properties(properties: Mapping[str, Any], text: str) -> dict[str, Any]:
    """
    Return a copy of a state machine's *properties* with *text* as its only definition; all else is equal.

    Raises:
        InjectionRefused: *text* holds `{{`: it did not come from `definition_text`.
    """
    if "{{" in text:
        raise InjectionRefused([rules.RESOLVE_REFERENCE.finding("the final definition holds {{")])
    kept = {name: value for name, value in properties.items() if name not in DEFINITION_PROPERTIES}
    return {**kept, "DefinitionString": text}


def machines_in(resources: Mapping[str, Any]) -> list[str]:
    """Return the logical ids of the state machines among the *resources* of a template."""
    return [
        name
        for name, resource in resources.items()
        if isinstance(resource, dict) and resource.get("Type") == STATE_MACHINE
    ]


def resource_findings(fragment: Mapping[str, Any], logical_id: str) -> list[Finding]:
    """Return why *logical_id* of the template *fragment* cannot run a definition; [] when it can."""
    resources = fragment.get("Resources")
    resource = resources.get(logical_id) if isinstance(resources, dict) else None
    if resource is None:
        return [rules.NO_SUCH_RESOURCE.finding(f'the template has no resource "{logical_id}"', hint=_known(resources))]
    kind = resource.get("Type") if isinstance(resource, dict) else None
    if kind != STATE_MACHINE:
        return [rules.NOT_A_STATE_MACHINE.finding(f'the resource "{logical_id}" is of type {kind}')]
    if not isinstance(resource.get("Properties") or {}, dict):
        return [rules.NOT_A_STATE_MACHINE.finding(f'the Properties of "{logical_id}" are not an object')]
    return []


def placeholder_findings(text: str, properties: Mapping[str, Any]) -> list[Finding]:
    """Return where the placeholders of *text* and the `DefinitionSubstitutions` of *properties* disagree."""
    if is_composed(text):
        where = next((path for path, held in strings(_value(text)) if is_composed(held)), ())
        message = "a placeholder within a placeholder; what CloudFormation makes of it is not known"
        return [rules.UNKNOWN_PLACEHOLDER.finding(message, pointer(where), hint="write the whole name")]
    given = properties.get("DefinitionSubstitutions") or {}
    if not isinstance(given, dict) or any(name.startswith("Fn::") for name in given):
        return []  # an intrinsic gives the whole map; its keys are not known before CloudFormation evaluates it
    unknown = [name for name in placeholder_names(text) if name not in given]
    values = [held for _, held in strings(list(given.values()))]  # CloudFormation looks into these again
    used = set(placeholder_names("\n".join([text, *values])))
    unused = [name for name in given if name not in used]
    listed = f"the template knows {', '.join(given)}" if given else "the template has none"
    places = _places(text) if unknown else {}
    return [
        *(
            rules.UNKNOWN_PLACEHOLDER.finding(f"${{{name}}} has no substitution; {listed}", places.get(name, ""))
            for name in unknown
        ),
        *(rules.UNUSED_SUBSTITUTION.finding(f"the substitution {name} is not used") for name in unused),
    ]


def _places(text: str) -> dict[str, str]:
    """Return the pointer of the first string that holds each placeholder, for all at once: there may be thousands."""
    found: dict[str, str] = {}
    for path, held in strings(_value(text)):
        for name in placeholder_names(held):
            found.setdefault(name, pointer(path))
    return found


def _value(text: str) -> object:
    read = read_json(text.encode())
    return read.value if isinstance(read, Document) else None


def _known(resources: object) -> str:
    named = machines_in(resources) if isinstance(resources, dict) else []
    return f"its state machines are: {', '.join(named)}" if named else ""
