"""RFC 3339 as Step Functions reads it."""

from __future__ import annotations

import re

# source: https://states-language.net/spec.html#timestamps, upper case T and Z, never without a zone
_TIMESTAMP = (
    r"[0-9]{4}-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:Z|[+-]([0-9]{2}):([0-9]{2}))"
)
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_timestamp(text: str) -> bool:
    """Return whether *text* is one; the 29th of February counts in years that are no leap years too."""
    match = re.fullmatch(_TIMESTAMP, text)
    if match is None:
        return False
    month, day, hour, minute, second, zone_hour, zone_minute = (int(part or 0) for part in match.groups())
    return (
        1 <= month <= 12
        and 1 <= day <= _LONGEST_MONTHS[month - 1]
        and max(hour, zone_hour) <= 23
        and max(minute, second, zone_minute) <= 59
    )
