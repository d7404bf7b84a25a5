"""
`ExpectedBucketOwner`: a request that names another account than that of the bucket is denied, as MiniStack does not.

Wraps `_apply_bucket_scope` of `ministack.services.s3`, which every request with a bucket passes. source: S3 user guide,
"Verifying bucket ownership with bucket owner condition"
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.local_cloud import hooks

HOOK = "bucket_owners"
_HEADER = "x-amz-expected-bucket-owner"


def install() -> None:
    """Hook in."""
    from ministack.services import s3

    owner_of, error = (hooks.private(s3, name, hook=HOOK) for name in ("_bucket_owner_account", "_error"))

    def scoped(method: str, bucket: str, key: str, headers: Mapping[str, str], *others: Any) -> Any:
        expected, owner = headers.get(_HEADER), owner_of(bucket)
        if expected and owner and expected != owner:
            return error("AccessDenied", "Access Denied", 403, f"/{bucket}/{key}" if key else f"/{bucket}")
        return plain(method, bucket, key, headers, *others)

    plain = hooks.replace(s3, "_apply_bucket_scope", scoped, hook=HOOK)
