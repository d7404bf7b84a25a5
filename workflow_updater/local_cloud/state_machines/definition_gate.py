"""
Definitions and roles are checked where AWS checks them: at create, at update and by ValidateStateMachineDefinition.

Replaces `_create_state_machine`, `_update_state_machine` and `_validate_state_machine_definition` of
`ministack.services.stepfunctions`, which take anything that is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import stepfunctions

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import MachineType
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.validate import validate
from workflow_updater.local_cloud.hooks import private, replace
from workflow_updater.local_cloud.role_trust import is_assumable
from workflow_updater.local_cloud.state_machines.answers import Answer, content, fields, refusal
from workflow_updater.local_cloud.state_machines.diagnostics import Diagnostic, as_one_text, diagnostic, unreadable

HOOK = "the definition gate"
NOT_ASSUMABLE = (  # source: aws-cloudformation-resource-providers-stepfunctions, Constants.java
    "Neither the global service principal states.amazonaws.com, nor the regional one "
    "is authorized to assume the provided role."
)
MOST_DIAGNOSTICS = 100  # source: botocore stepfunctions model, ValidateStateMachineDefinitionMaxResult


def install() -> None:
    """Refuse what is no definition."""

    def create(data: dict[str, Any]) -> Answer:
        problem = refused(data.get("definition", ""), machine_type(data))
        return problem or not_assumable(data.get("roleArn", ""), data.get("name", "")) or plain_create(data)

    def update(data: dict[str, Any]) -> Answer:
        kept = stepfunctions._state_machines.get(data["stateMachineArn"]) or {}
        problem = refused(data["definition"], machine_type(kept)) if "definition" in data else None
        if problem is None and "roleArn" in data:
            problem = not_assumable(data["roleArn"], data["stateMachineArn"].rsplit(":", 1)[1])
        answer: Answer = problem or plain_update(data)
        updated = content(answer)
        if updated:  # MiniStack tells the revision only when it publishes
            machine = stepfunctions._state_machines[data["stateMachineArn"]]
            answer = fields({**updated, "revisionId": machine["revisionId"]})
        return answer

    def check(data: dict[str, Any]) -> Answer:
        most = data.get("maxResults") or MOST_DIAGNOSTICS
        found = [asdict(one) for one in diagnostics_of(data["definition"], machine_type(data))]
        result = "FAIL" if found else "OK"
        return fields({"result": result, "diagnostics": found[:most], "truncated": len(found) > most})

    plain_create = replace(stepfunctions, "_create_state_machine", create, hook=HOOK)
    plain_update = replace(stepfunctions, "_update_state_machine", update, hook=HOOK)
    replace(stepfunctions, "_validate_state_machine_definition", check, hook=HOOK)


def machine_type(machine: Mapping[str, Any]) -> MachineType:
    """Return the type of *machine*, as a request or MiniStack has it."""
    return "EXPRESS" if machine.get("type") == "EXPRESS" else "STANDARD"


def refused(definition: str, machine_type: MachineType) -> Answer | None:
    """Return AWS's refusal of *definition* for a machine of *machine_type*, None when it is one."""
    found = diagnostics_of(definition, machine_type)
    return refusal("InvalidDefinition", as_one_text(found)) if found else None


def not_assumable(role_arn: str, machine_name: str) -> Answer | None:
    """Return AWS's refusal when Step Functions cannot assume *role_arn* for *machine_name*, None when it can."""
    region = get_region()
    services = ("states.amazonaws.com", f"states.{region}.amazonaws.com")
    source_arn = f"arn:aws:states:{region}:{get_account_id()}:stateMachine:{machine_name}"
    if is_assumable(role_arn, *services, source_arn=source_arn):
        return None
    return refusal("AccessDeniedException", NOT_ASSUMABLE)


def diagnostics_of(definition: str, machine_type: MachineType = "STANDARD") -> list[Diagnostic]:
    """Return what AWS has against *definition*: each place once for each code; nothing when it is sound."""
    document = read_json(definition.encode())
    if not isinstance(document, Document):
        return [unreadable(finding, definition) for finding in document]
    findings = [
        finding for finding in validate(document.value, machine_type=machine_type) if finding.severity == "error"
    ]
    told = [diagnostic(finding, document.value) for finding in _without_consequences(findings)]
    return list(dict.fromkeys(told)) or _jsonata_problem(definition)


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    """Return *findings*, less the unreachable states when there is no end: then AWS does not walk the graph."""
    endless = any(finding.rule == "E110" for finding in findings)
    return [finding for finding in findings if not (endless and finding.rule == "E108")]


def _jsonata_problem(definition: str) -> list[Diagnostic]:
    """Return what MiniStack's parse of each `{% … %}` found: "CODE: message, line break, at place"."""
    problem = private(stepfunctions, "_validate_definition_jsonata", hook=HOOK)(definition)
    if not problem:
        return []
    code, _, rest = problem.partition(": ")
    message, _, place = rest.partition("\n  at ")
    return [Diagnostic(code, message, place)]
