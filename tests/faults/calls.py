"""What a call to AWS is called, alike in every run: its operation, what it is about, and the last write before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

READING = ("Describe", "Get", "List", "Head", "Validate")
# What differs from run to run, and what stands for it. Key: a part of a name.
_VARIABLE = (
    (re.compile(r"[0-9a-f]{64}"), "DIGEST"),
    (re.compile(r"/\d{8}\.json"), "/SEQUENCE.json"),
)
_TELLING = {
    "GetTemplate": ("TemplateStage",),
    "GetRolePolicy": ("PolicyName",),
    "PutObject": ("Key",),
    "HeadObject": ("Key",),
    "GetObject": ("Key",),
    "ListObjectsV2": ("Prefix",),
    "CreateStack": ("StackName",),
}


@dataclass(frozen=True, order=True)
class Call:
    """
    A call that a command makes. *after* is the last write before it, "" when nothing was written yet.

    A call that is repeated between two writes is a poll, and one and the same.
    """

    after: str
    service: str
    operation: str
    about: str

    @property
    def is_write(self) -> bool:
        return not self.operation.startswith(READING)

    def is_like(self, other: Call) -> bool:
        """Return whether *other* is the same but for when it is made."""
        return (self.service, self.operation, self.about) == (other.service, other.operation, other.about)

    @property
    def name(self) -> str:
        """Operation and what it is about, as in the page."""
        return f"{self.service}:{self.operation}" + (f" {self.about}" if self.about else "")


def call_of(after: str, service: str, operation: str, parameters: Mapping[str, Any], names: Mapping[str, str]) -> Call:
    """Return the call; *names* maps what is different in each run (stack, bucket) to what stands for it."""
    about = [str(parameters[name]) for name in _TELLING.get(operation, ()) if name in parameters]
    if "ChangeSetName" in parameters and operation in {"GetTemplate", "DescribeChangeSet"}:
        about.append("of the change set" if "StackName" not in parameters else "by name")
    text = " ".join(about)
    for name, stands_for in names.items():
        text = text.replace(name, stands_for)
    for pattern, stands_for in _VARIABLE:
        text = pattern.sub(stands_for, text)
    return Call(after, service, operation, text)
