"""
What AWS tells in prose only.

CloudFormation answers most faults with the one code `ValidationError`; which one it was stands in the sentence. Every
sentence that this package looks for is here, each quoted by a test.
"""

from __future__ import annotations

import re
from typing import Literal

Told = Literal["missing stack", "missing change set", "busy", "needs replacement", "no change", "bad template", "other"]

# source: recorded answers of CloudFormation; parts, since names and ARNs stand in between
_SENTENCES: tuple[tuple[Told, re.Pattern[str]], ...] = (
    ("missing change set", re.compile(r"^ChangeSet \[.*\] does not exist")),
    # "Stack with id X does not exist" (Describe…, GetTemplate), "Stack [X] does not exist" (change sets, resources),
    # "Stack 'X' does not exist" (resources)
    ("missing stack", re.compile(r"^Stack (with id |\[|').*does not exist")),
    ("busy", re.compile(r"^Stack:.* is in [A-Z_]*_IN_PROGRESS state and can ?not be updated")),
    ("needs replacement", re.compile(r"^Stack:.* is in [A-Z_]* state and can ?not be updated")),
    ("no change", re.compile(r"^No updates are to be performed|didn't contain changes")),
    (
        "bad template",
        re.compile(r"^(Template (format )?error|Template Validation|Parameters: |Parameter '|Unresolved)"),
    ),
    ("bad template", re.compile(r"Transform .* failed|^No transform named|TemplateURL must|at 'template(Body|URL)'")),
)


def told(message: str) -> Told:
    """Return which fault CloudFormation's sentence tells of."""
    return next((fault for fault, pattern in _SENTENCES if pattern.search(message)), "other")


# source: IAM user guide, "Troubleshoot Signature Version 4 signing"; the code is that of any bad signature
_TIME = re.compile(r"^Signature (expired|not yet current): ")


def is_about_time(message: str) -> bool:
    """Return whether a signature was refused only because the clock that made it is wrong."""
    return bool(_TIME.search(message))


# source: IAM's wording since 2021, with the reason after "because"; S3 uses it inside one organisation
_DENIED = re.compile(r"not authorized to perform: (?P<action>\S+)(?: on resource: (?P<resource>\S+))?")


def denied(message: str) -> tuple[str, str]:
    """Return the action and the resource that an AccessDenied message names, "" for what it leaves out."""
    found = _DENIED.search(message)
    return (found["action"], found["resource"] or "") if found else ("", "")
