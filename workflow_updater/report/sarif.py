"""Findings as SARIF 2.1.0, which code scanning shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.rule import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_value(findings: Iterable[Finding], rules: Iterable[Rule], *, version: str) -> dict[str, Any]:
    """
    Return the SARIF log of *findings*, of one run of this tool's *version*.

    Only the rules that found something are described. Code scanning wants files relative to the repository's root.
    """
    ordered = sorted(findings)
    pages = {rule.id: rule for rule in rules}
    found = sorted({finding.rule for finding in ordered})
    driver = {
        "name": "deploy-workflow",
        "version": version,
        "rules": [_rule_value(rule_id, pages.get(rule_id)) for rule_id in found],
    }
    results = [_result(finding, found.index(finding.rule)) for finding in ordered]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(driver, results)]}


def _run(driver: Mapping[str, Any], results: list[dict[str, Any]]) -> dict[str, Any]:
    return {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}


def _rule_value(rule_id: str, page: Rule | None) -> dict[str, Any]:
    if page is None:  # one of AWS's own findings
        return {"id": rule_id}
    return {
        "id": page.id,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.description},
        "help": {"text": page.hint or page.description},
        "helpUri": page.source,
        "defaultConfiguration": {"level": page.severity},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = f"{finding.message} → {finding.hint}" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": text},
    }
    location: dict[str, Any] = {}
    if finding.file:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(finding.file)}}
        if finding.line:
            region = {"startLine": finding.line, "startColumn": finding.column}
            location["physicalLocation"]["region"] = region
    if finding.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.pointer}]
    return {**result, "locations": [location]} if location else result


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
