"""
Findings that the author of a definition has weighed: `"Comment": "… noqa: W501"` takes them back.

A comment speaks for the object that it stands in and all inside it. It must name the rules: a bare `noqa` would hide
what nobody has seen yet. What keeps a text from being read, and what guards the infra team's account, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflow_updater.core.definition.json_pointer import along, tokens
from workflow_updater.core.validation.finding import Finding

_NOQA = re.compile(r"\bnoqa:\s*([EW][0-9]{3}\b(?:[,\s]+[EW][0-9]{3}\b)*)")
_KEPT = ("E0", "E9", "W9", "G")


def unsuppressed(findings: Sequence[Finding], definition: object) -> list[Finding]:
    """Return *findings* less those that a comment of *definition*, the value that they were found in, takes back."""
    return [finding for finding in findings if not _is_suppressed(finding, definition)]


def suppressible(rule_id: str) -> bool:
    """Return whether findings of the rule *rule_id* can be taken back."""
    return not rule_id.startswith(_KEPT)


def _is_suppressed(finding: Finding, definition: object) -> bool:
    return suppressible(finding.rule) and any(
        finding.rule in _ids(comment) for comment in _comments(finding.pointer, definition)
    )


def _comments(pointer: str, definition: object) -> Iterator[str]:
    """Yield the comments of every object on the way to *pointer*, the place itself included."""
    for value in along(definition, tokens(pointer)):
        comment = value.get("Comment") if isinstance(value, dict) else None
        if isinstance(comment, str):
            yield comment


def _ids(comment: str) -> set[str]:
    return {name for listed in _NOQA.findall(comment) for name in re.findall(r"[EW][0-9]{3}", listed)}
