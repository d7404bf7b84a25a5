"""S3 in memory: buckets with versioning, conditional writes and checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from threading import Lock

from tests.fakes.scripted import Scripted
from tests.fakes.stacks import ACCOUNT
from workflow_updater.cloud.ports import Found, StoredObject
from workflow_updater.core.bucket_name import owner_in
from workflow_updater.errors import AccessDenied, Refused, UsageError


class FakeObjects(Scripted):
    """
    `buckets` maps bucket → key → versions, newest last; a bucket in `unversioned` keeps one version without id.

    `strangers` are buckets that another account has taken; all others are of ACCOUNT.
    """

    WRITES = frozenset({"put_new", "put"})

    def __init__(self, *buckets: str) -> None:
        super().__init__()
        self.buckets: dict[str, dict[str, list[tuple[StoredObject, bytes]]]] = {name: {} for name in buckets}
        self.unversioned: set[str] = set()
        self.strangers: set[str] = set()
        self._count = 0
        self._lock = Lock()

    def add_bucket(self, bucket: str) -> None:
        self.buckets.setdefault(bucket, {})

    def bucket_exists(self, bucket: str, *, owner: str) -> bool:
        self._called("bucket_exists", bucket, owner)
        return bucket in self.buckets

    def put_new(self, bucket: str, key: str, body: bytes) -> StoredObject:
        self._called("put_new", bucket, key)
        with self._lock:  # as in S3, of two who write at once one is the first
            versions = self._keys(bucket).get(key)
            if not versions:
                return self._store(bucket, key, body)
        stored, present = versions[-1]
        if present != body:
            raise Refused(f"s3://{bucket}/{key} holds other bytes already", hint="nothing was overwritten")
        return stored

    def put(self, bucket: str, key: str, body: bytes) -> StoredObject:
        self._called("put", bucket, key)
        return self._store(bucket, key, body)

    def head(self, bucket: str, key: str, version_id: str = "") -> StoredObject | None:
        self._called("head", bucket, key, version_id)
        found = self._find(bucket, key, version_id)
        return found[0] if found else None

    def list(self, bucket: str, prefix: str, after: str = "") -> Sequence[str]:
        self._called("list", bucket, prefix, after)
        return sorted(key for key in self._keys(bucket) if key.startswith(prefix) and key > after)

    def get(self, bucket: str, key: str, version_id: str = "") -> bytes | None:
        self._called("get", bucket, key, version_id)
        return self.body(bucket, key, version_id)

    def newest(self, bucket: str, key: str, *, max_bytes: int) -> Found | None:
        self._called("newest", bucket, key, max_bytes)
        self._check_owner(bucket)
        versions = self.buckets.get(bucket, {}).get(key)
        if not versions:
            return None
        if len(versions[-1][1]) > max_bytes:
            raise UsageError(f"s3://{bucket}/{key} is larger than {max_bytes:,} bytes")
        return Found(*versions[-1])

    def body(self, bucket: str, key: str, version_id: str = "") -> bytes | None:
        """Return the bytes of a version (the newest without id), None when nothing is there; for tests."""
        found = self._find(bucket, key, version_id)
        return found[1] if found else None

    def remove(self, bucket: str, key: str) -> None:
        """Let the object vanish with all its versions; for tests."""
        self._keys(bucket).pop(key, None)

    def _check_owner(self, bucket: str) -> None:
        owner = owner_in(bucket)
        if bucket in self.buckets and owner and (owner != ACCOUNT or bucket in self.strangers):
            raise AccessDenied(f"you may not use s3://{bucket}", hint=f"it must be of account {owner}")

    def _keys(self, bucket: str) -> dict[str, list[tuple[StoredObject, bytes]]]:
        self._check_owner(bucket)
        if bucket not in self.buckets:
            raise UsageError(f"the bucket {bucket} does not exist", hint="check --bucket")
        return self.buckets[bucket]

    def _find(self, bucket: str, key: str, version_id: str) -> tuple[StoredObject, bytes] | None:
        versions = self._keys(bucket).get(key, [])
        return next((pair for pair in reversed(versions) if version_id in {"", pair[0].version_id}), None)

    def _store(self, bucket: str, key: str, body: bytes) -> StoredObject:
        keys = self._keys(bucket)
        self._count += 1
        version_id = "" if bucket in self.unversioned else f"v{self._count}"
        stored = StoredObject(bucket=bucket, key=key, version_id=version_id, sha256=hashlib.sha256(body).hexdigest())
        keys[key] = [*([] if bucket in self.unversioned else keys.get(key, [])), (stored, body)]
        return stored
