"""`validate --guardrails FILE`: what the infra team's guardrails have against a definition, too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workflow_updater.core.definition.document import Document
from workflow_updater.core.guardrails.judge import judge
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.validate import located
from workflow_updater.sources.guardrails_file import read_guardrails


def with_guardrail_findings(found: Iterable[Finding], document: Document, file: str, guardrails: str) -> list[Finding]:
    """
    Return *found* and what the document in the file *guardrails* has against *document*, in the order of the text.

    Raises:
        UsageError: it is no guardrails document.
    """
    policy = read_guardrails(Path(guardrails))
    return sorted([*found, *located(judge(document.value, policy), document, file)])
