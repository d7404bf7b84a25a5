"""
Whether the placeholders that a policy trusts are filled by the infra team, and not by whoever pushes.

IAM cannot keep those who may create a change set from setting the parameters of its template. A placeholder that is
filled from a parameter has any value they like, unless the template lists the values (`AllowedValues`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.core.definition.placeholders import PLACEHOLDER, placeholder_names
from workflow_updater.core.guardrails.document_rules import FILLED_BY_A_PARAMETER
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.validation.finding import Finding

_KEPT_BY_SUB = re.compile(r"\$\{!([^}]+)\}")  # Fn::Sub makes ${Name} of ${!Name}


def trust_findings(policy: Policy, properties: Mapping[str, Any], parameters: Mapping[str, Any]) -> list[Finding]:
    """
    Return where a placeholder that *policy* names depends on a parameter of the template.

    *properties* are those of the state machine, intrinsics in their long form; *parameters* the declarations of the
    template, by name, {} where a declaration is not known.
    """
    given = properties.get("DefinitionSubstitutions")
    substitutions = given if isinstance(given, dict) else {}
    free = {name for name, declared in parameters.items() if not _lists_its_values(declared)}
    pending = list(dict.fromkeys(_trusted(policy)))
    if any(name.startswith("Fn::") for name in substitutions):  # one intrinsic gives them all
        substitutions = dict.fromkeys(pending, substitutions)
    seen: set[str] = set()
    findings = []
    while pending:
        name = pending.pop(0)
        if name in seen or name not in substitutions:
            continue
        seen.add(name)
        for kind, found in _mentioned(substitutions[name]):
            if kind == "placeholder":  # CloudFormation looks into what it has filled in once more
                pending.append(found)
            elif found in free:
                message = f"the guardrails trust ${{{name}}}, and the parameter {found} fills it"
                findings.append(
                    FILLED_BY_A_PARAMETER.finding(message, pointer(("Properties", "DefinitionSubstitutions", name)))
                )
    return findings


def _trusted(policy: Policy) -> Iterator[str]:
    """Yield the name of every placeholder that a pattern of *policy* writes."""
    patterns = [*policy.resources, *policy.credentials, *(one for held in policy.targets.values() for one in held)]
    patterns += sorted(policy.concurrency.placeholders) if policy.concurrency else []
    for pattern in patterns:
        yield from placeholder_names(pattern)


def _lists_its_values(declared: object) -> bool:
    return isinstance(declared, dict) and bool(declared.get("AllowedValues"))


def _mentioned(value: object) -> Iterator[tuple[str, str]]:
    """Yield ("parameter", name) for what an intrinsic of *value* refers to, ("placeholder", name) for those in text."""
    pending = [value]
    while pending:
        held = pending.pop()
        if isinstance(held, str):
            yield from (("placeholder", name) for name in placeholder_names(held))
        elif isinstance(held, list):
            pending.extend(held)
        elif isinstance(held, dict):
            if isinstance(held.get("Ref"), str):
                yield "parameter", held["Ref"]
            text = held.get("Fn::Sub")
            template = text[0] if isinstance(text, list) and text else text
            if isinstance(template, str):
                yield from (("parameter", name) for name in PLACEHOLDER.findall(template))
                yield from (("placeholder", name) for name in _KEPT_BY_SUB.findall(template))
            pending.extend(held.values())
