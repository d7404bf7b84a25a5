"""Findings as one value for `--json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflow_updater.core.validation.finding import Finding


def findings_value(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return `{"findings": [...]}`, sorted by place."""
    return {"findings": [finding._asdict() for finding in sorted(findings)]}
