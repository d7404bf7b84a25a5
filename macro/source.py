"""What the macro needs of the place where definitions are kept."""

from __future__ import annotations

from typing import Protocol

from workflow_updater.core.content_address import Location
from workflow_updater.core.errors import WorkflowError
from workflow_updater.core.validation.finding import Finding

CONCURRENT_READS = 16  # more gain little: S3 answers in some 20 ms, and Lambda gives one core below 1.8 GB


class ObjectUnavailable(WorkflowError):
    """An object could not be read; *finding* says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Source(Protocol):
    """Where definitions are read; called from several threads at once."""

    def __call__(self, location: Location) -> bytes:
        """
        Return the bytes of one object.

        Raises:
            ObjectUnavailable: it is not there, may not be read, or is larger than a definition can be.
        """
        ...
