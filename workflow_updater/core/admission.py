"""Whether a definition may come from where its location points: the macro's buckets, and the template's prefix."""

from __future__ import annotations

from collections.abc import Collection

from workflow_updater.core import injection_rules as rules
from workflow_updater.core.content_address import Location, parse_location, split_prefix
from workflow_updater.core.errors import LocationUnreadable
from workflow_updater.core.injection_requests import InjectionRequest
from workflow_updater.core.validation.finding import Finding


def admit(request: InjectionRequest, buckets: Collection[str]) -> Location | Finding:
    """Return where to read the definition of *request* (its location is not ""), or why not to read it there."""
    try:
        location = parse_location(request.location)
    except LocationUnreadable as fault:
        where = f"the value of the parameter {request.parameter}" if request.parameter else "the location"
        return rules.BAD_LOCATION.finding(f"{where} is wrong: {fault}")
    if location.bucket not in buckets:
        return rules.BUCKET_NOT_ALLOWED.finding(f"the macro does not read from the bucket {location.bucket}")
    if not below_prefix(location, request.prefix):
        where = f"s3://{location.bucket}/{location.key}"
        return rules.OUTSIDE_PREFIX.finding(f"{where} is not below the prefix {request.prefix} of the template")
    return location


def below_prefix(location: Location, prefix: str) -> bool:
    """
    Return whether *location* lies below *prefix*: `PREFIX/`, `s3://BUCKET/PREFIX/`, or "" for everywhere.

    A prefix ends at a slash: `orders` admits `orders/x` and not `orders-old/x`. S3 takes `orders/../x` for a plain key;
    what stands between us and S3 may not, so below a prefix no key has such a part.
    """
    bucket, folder = split_prefix(prefix)
    if bucket != location.bucket and prefix.startswith("s3://"):
        return False
    folder = folder.strip("/")
    if not folder:
        return True
    return location.key.startswith(f"{folder}/") and {".", ".."}.isdisjoint(location.key.split("/"))
