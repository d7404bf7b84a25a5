"""Our own rules, measured as the peers are."""

from __future__ import annotations

from rounds import measure

from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.validation.validate import validate


def accepts(text: bytes, machine_type: str) -> bool:
    """Return whether *text* has no error; warnings do not count."""
    read = read_json(text)
    if not isinstance(read, Document):
        return False
    return all(finding.severity != "error" for finding in validate(read.value, machine_type=machine_type))


if __name__ == "__main__":
    measure(accepts)
