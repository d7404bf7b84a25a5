"""In which bucket the workflows of a stack lie, with their templates and records; pure."""

from __future__ import annotations

from workflow_updater.cloud.ports import Stack
from workflow_updater.core.bucket_name import default_bucket
from workflow_updater.core.content_address import parse_location, split_prefix
from workflow_updater.core.errors import LocationUnreadable


def told_bucket(prefix: str, *, named: str, location: str) -> str:
    """
    Return the bucket of the template's *prefix*, else the one that the user *named*, else that of the *location* now.

    "" when none of them tells: then it is the one that `bootstrap` makes.
    """
    return split_prefix(prefix)[0] or named or _bucket_of(location)


def workflow_bucket(stack: Stack, prefix: str, *, named: str, location: str) -> str:
    """Return the bucket that somebody told, as `told_bucket`, else the one that `bootstrap` makes for *stack*."""
    return told_bucket(prefix, named=named, location=location) or default_bucket(stack.account, stack.region)


def _bucket_of(location: str) -> str:
    try:
        return parse_location(location).bucket
    except LocationUnreadable:
        return ""
