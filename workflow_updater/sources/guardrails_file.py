"""A guardrails document in a file, JSON or YAML."""

from __future__ import annotations

from pathlib import Path

from workflow_updater.core.definition.document import Document
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.read_policy import read_policy
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.validate import located
from workflow_updater.errors import UsageError
from workflow_updater.sources.definition_file import read_definition


def read_guardrails(path: Path) -> Policy:
    """
    Return the policy in the file *path*.

    Raises:
        UsageError: the file cannot be read, or is no guardrails document; every fault is told with its place.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder", hint="--guardrails names one document")
    document = read_definition(path)
    if not isinstance(document, Document):
        raise _no_policy(path, list(document))
    found = read_policy(document.value)
    if not isinstance(found, Policy):
        raise _no_policy(path, located(found, document, str(path)))
    return found


def _no_policy(path: Path, faults: list[Finding]) -> UsageError:
    told = "; ".join(f"{fault.line}:{fault.column} {fault.rule} {fault.message} ({fault.hint})" for fault in faults)
    return UsageError(f"{path} is no guardrails document: {told}", hint="docs/guardrails.md has all its fields")
