"""
Errors of the core.

    WorkflowError
    ├── LocationUnreadable      a text that is no `s3://BUCKET/KEY`
    └── InjectionRefused        a template or definition that must not be joined; carries findings

A fault in a definition is a `Finding`; an exception only carries findings out of a function that must return something
else. Built-in exceptions mean a bug of ours.
"""

from __future__ import annotations

from collections.abc import Sequence

from workflow_updater.core.validation.finding import Finding


class WorkflowError(Exception):
    """The root of what the core raises on purpose."""


class LocationUnreadable(WorkflowError):
    """A text is not of the form `s3://BUCKET/KEY` or `s3://BUCKET/KEY?versionId=VERSION`."""


class InjectionRefused(WorkflowError):
    """The definition and the template must not be joined; *findings* (at least one) say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = tuple(findings)
