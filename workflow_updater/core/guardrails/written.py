"""Guardrails as they stand in a template: the document itself, or where in S3 it lies."""

from __future__ import annotations

import json
from typing import NamedTuple


class Written(NamedTuple):
    """
    The value of one `Guardrails` option: *place* is its JSON pointer in the template.

    *text* is `s3://BUCKET/KEY` or the document as JSON. (Parameters of a Transform are text by CloudFormation's rules.)
    """

    place: str
    text: str

    @property
    def is_location(self) -> bool:
        """Whether the document lies in S3."""
        return self.text.startswith("s3://")


def written(place: str, value: object) -> Written:
    """Return the *value* that stands at *place*."""
    return Written(place, value.strip() if isinstance(value, str) else json.dumps(value, default=str))
