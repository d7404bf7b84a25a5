"""Definitions in S3, read with the role of the function. The SDK is imported with the first event, not before."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from macro.source import CONCURRENT_READS, ObjectUnavailable
from workflow_updater.core import injection_rules as rules
from workflow_updater.core.content_address import Location
from workflow_updater.core.definition.document import MAX_BYTES
from workflow_updater.core.definition.reading_rules import TOO_LARGE
from workflow_updater.core.validation.rule import Rule

# MethodNotAllowed is the answer for a version that is a delete marker; 400 and 404 come without a body from a proxy.
_BY_CODE: dict[str, tuple[Rule, str]] = {
    "NoSuchKey": (rules.OBJECT_GONE, "there is no object"),
    "404": (rules.OBJECT_GONE, "there is no object"),
    "NoSuchVersion": (rules.OBJECT_GONE, "this version is gone:"),
    "MethodNotAllowed": (rules.OBJECT_GONE, "this version is a deletion:"),
    "NoSuchBucket": (rules.OBJECT_GONE, "there is no such bucket:"),
    "InvalidArgument": (rules.BAD_LOCATION, "S3 knows no such version id:"),
    "AccessDenied": (rules.OBJECT_DENIED, "the role of the macro may not read"),
    "403": (rules.OBJECT_DENIED, "the role of the macro may not read"),
}


class S3Source:
    """Reads objects through *client*, a boto3 S3 client (these are safe to share among threads)."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - boto3 builds its clients at run time
        self._client = client

    def __call__(self, location: Location) -> bytes:
        """
        Return the bytes of one object, in the version that *location* names or else the newest.

        Raises:
            ObjectUnavailable: S3 refuses, or the object is larger than 1 MiB; of a larger one nothing is read.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        version = {"VersionId": location.version_id} if location.version_id else {}
        try:
            answer = self._client.get_object(Bucket=location.bucket, Key=location.key, **version)
            with closing(answer["Body"]) as body:  # entered itself, a StreamingBody gives the bare stream, unchecked
                if answer["ContentLength"] > MAX_BYTES:
                    raise too_large(answer["ContentLength"])
                content: bytes = body.read()
        except ClientError as fault:
            raise unavailable(str(fault.response.get("Error", {}).get("Code", "")), location) from fault
        except BotoCoreError as fault:
            raise unavailable(type(fault).__name__, location) from fault
        return content


def unavailable(code: str, location: Location) -> ObjectUnavailable:
    """Return the failure that the error *code* of S3, or the name of one of the SDK's own errors, means."""
    version = f" in version {location.version_id}" if location.version_id else ""
    where = f"s3://{location.bucket}/{location.key}{version}"
    if code not in _BY_CODE:
        return ObjectUnavailable(rules.OBJECT_UNREADABLE.finding(f"S3 answered {code or 'an error'} for {where}"))
    rule, what = _BY_CODE[code]
    return ObjectUnavailable(rule.finding(f"{what} {where}"))


def too_large(size_bytes: int) -> ObjectUnavailable:
    """Return the failure for an object of *size_bytes*."""
    return ObjectUnavailable(TOO_LARGE.finding(f"{size_bytes:,} bytes; AWS takes {MAX_BYTES:,} at most"))


def connect() -> S3Source:
    """Return a source with a client of its own: credentials, region and endpoint are those of the environment."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=3,
        read_timeout=10,
        max_pool_connections=CONCURRENT_READS,
        retries={"mode": "standard", "total_max_attempts": 3},
    )
    return S3Source(boto3.client("s3", config=config))
