"""
JSONata as Step Functions takes it: `"{% … %}"`, from the first character of a text to its last.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

from __future__ import annotations

import re
from functools import lru_cache

from workflow_updater.core.definition.expressions.fault import Fault
from workflow_updater.core.definition.expressions.fences import CLOSING, OPENING
from workflow_updater.core.definition.expressions.references import Reference, References

# A variable and fields of it, which most expressions are; all others take the long way.
_COMMON = re.compile(
    r"[ \t\n\r]*+\$([A-Za-z_]\w*+)(?:\.(?!(?:true|false|null)\b)([A-Za-z_]\w*+))?"
    r"(?:\.(?!(?:true|false|null)\b)[A-Za-z_]\w*+)*+[ \t\n\r]*+",
    re.ASCII,
)


@lru_cache(maxsize=4096)
def parse_jsonata(text: str) -> References | Fault:
    """Return what the expression between the fences of *text* refers to, or its fault; offsets are those in *text*."""
    common = _COMMON.fullmatch(text, len(OPENING), len(text) - len(CLOSING))
    if common:
        name = Reference(common[1], common.start(1) - 1)
        states = (Reference(common[2], common.start(2)),) if common[2] and common[1] == "states" else ()
        return References(variables=(name,), states=states)
    from workflow_updater.core.definition.expressions.jsonata_parser import parse  # which nobody else waits for

    found = parse(text[len(OPENING) : -len(CLOSING)])
    if isinstance(found, Fault):
        return found._replace(offset=found.offset + len(OPENING))
    return References(*(tuple(_moved(at) for at in group) for group in found))


def _moved(reference: Reference) -> Reference:
    return Reference(reference.name, reference.offset + len(OPENING))
