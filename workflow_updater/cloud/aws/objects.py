"""S3 through boto3."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from workflow_updater.clock import Clock, pauses
from workflow_updater.cloud.aws.client_errors import OTHER_BYTES, code_of, translated
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.aws.whole_object import read_whole
from workflow_updater.cloud.ports import Found, StoredObject
from workflow_updater.core.bucket_name import owner_in
from workflow_updater.core.definition.document import MAX_BYTES
from workflow_updater.errors import AccessDenied, StackBusy, UsageError

CONFLICT_ATTEMPTS = 5  # two writers of one key at once: the loser is told 409 and may ask again
_TAKEN = {"PreconditionFailed", "412"}
_CONFLICT = {"ConditionalRequestConflict", "OperationAborted", "409"}


class AwsObjects:
    """
    The `Objects` port.

    Every call names the account that the bucket must be of, where its name tells (`core.bucket_name`).
    """

    def __init__(self, clients: Clients, *, clock: Clock) -> None:
        self._clients = clients
        self._clock = clock

    @property
    def _client(self) -> Any:  # noqa: ANN401 - boto3 makes client classes at run time
        return self._clients.get("s3")

    def bucket_exists(self, bucket: str, *, owner: str) -> bool:
        """
        Return whether the bucket is there.

        Raises:
            CloudUnavailable: it is not of the account *owner*: names can be guessed, and somebody else may have been
                first, with a bucket that is open to all.
        """
        with _owned(owner), translated("s3:ListBucket", bucket):
            try:
                self._client.head_bucket(Bucket=bucket, ExpectedBucketOwner=owner)
            except ClientError as error:
                if code_of(error) in {"404", "NoSuchBucket"}:
                    return False
                raise
        return True

    def put_new(self, bucket: str, key: str, body: bytes) -> StoredObject:
        """
        Store *body* where nothing is yet; the same bytes there are fine.

        Raises:
            Refused: other bytes are there.
            StackBusy: somebody else kept writing to the same key.
        """
        place = f"s3://{bucket}/{key}"
        for pause, _ in zip(pauses(), range(CONFLICT_ATTEMPTS), strict=False):
            with _asked("s3:PutObject", bucket, key):
                try:
                    return self._put(bucket, key, body, IfNoneMatch="*")
                except ClientError as error:
                    if code_of(error) in _TAKEN:
                        return self._same(bucket, key, body)
                    if code_of(error) not in _CONFLICT:
                        raise
            self._clock.sleep(pause)
        raise StackBusy(f"somebody else keeps writing to {place}", hint="try again in a moment")

    def put(self, bucket: str, key: str, body: bytes) -> StoredObject:
        """Store *body* as the newest version of the key."""
        with _asked("s3:PutObject", bucket, key):
            return self._put(bucket, key, body)

    def head(self, bucket: str, key: str, version_id: str = "") -> StoredObject | None:
        """Return what is stored at the key; S3 says "denied" for a missing one to callers without s3:ListBucket."""
        version = {"VersionId": version_id} if version_id else {}
        with _asked("s3:GetObject", bucket, key):
            try:
                answer = self._client.head_object(**_in(bucket), Key=key, ChecksumMode="ENABLED", **version)
            except ClientError as error:
                if code_of(error) in {"404", "NoSuchKey", "NoSuchVersion"}:
                    return None
                raise
        return StoredObject(
            bucket=bucket, key=key, version_id=_version(answer), sha256=_hexadecimal(answer.get("ChecksumSHA256", ""))
        )

    def list(self, bucket: str, prefix: str, after: str = "") -> Sequence[str]:
        """Return all keys that begin with *prefix* and come after the key *after*, of all pages."""
        with _asked("s3:ListBucket", bucket, prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                **_in(bucket), Prefix=prefix, **({"StartAfter": after} if after else {})
            )
            return [one["Key"] for page in pages for one in page.get("Contents", ())]

    def get(self, bucket: str, key: str, version_id: str = "") -> bytes | None:
        """
        Return the bytes of a definition, None when nothing is there.

        Raises:
            UsageError: the object is larger than a definition can be.
        """
        version = {"VersionId": version_id} if version_id else {}
        place = f"s3://{bucket}/{key}"
        with _asked("s3:GetObject", bucket, key):
            try:
                _, body = read_whole(self._client, max_bytes=MAX_BYTES, **_in(bucket), Key=key, **version)
            except ClientError as error:
                if code_of(error) in {"404", "NoSuchKey", "NoSuchVersion"}:
                    return None
                raise
        if body is None:
            raise UsageError(f"{place} is larger than a definition can be", hint="check the location")
        return body

    def newest(self, bucket: str, key: str, *, max_bytes: int) -> Found | None:
        """
        Return the newest version at the key, None when there is none, nor such a bucket.

        Raises:
            UsageError: the object is larger than *max_bytes*.
        """
        place = f"s3://{bucket}/{key}"
        with _asked("s3:GetObject", bucket, key):
            try:
                answer, body = read_whole(self._client, max_bytes=max_bytes, **_in(bucket), Key=key)
            except ClientError as error:
                if code_of(error) in {"404", "NoSuchKey", "NoSuchBucket"}:
                    return None
                raise
        if body is None:
            raise UsageError(f"{place} is larger than {max_bytes:,} bytes", hint="check what was stored there")
        return Found(StoredObject(bucket, key, _version(answer), hashlib.sha256(body).hexdigest()), body)

    def _put(self, bucket: str, key: str, body: bytes, **condition: str) -> StoredObject:
        digest = hashlib.sha256(body).digest()
        answer = self._client.put_object(
            **_in(bucket),
            Key=key,
            Body=body,
            ChecksumAlgorithm="SHA256",
            ChecksumSHA256=base64.b64encode(digest).decode(),
            **condition,
        )
        return StoredObject(bucket=bucket, key=key, version_id=_version(answer), sha256=digest.hex())

    def _same(self, bucket: str, key: str, body: bytes) -> StoredObject:
        """Return what is at the key when it is *body*. Raises Refused when it is not."""
        stored = self.head(bucket, key)
        present = (stored and stored.sha256) or self._digest(bucket, key, max_bytes=len(body))
        if stored is None or present != hashlib.sha256(body).hexdigest():
            place = f"s3://{bucket}/{key}"
            raise OTHER_BYTES.error(OTHER_BYTES.text.format(subject=place), hint=OTHER_BYTES.cure)
        return stored

    def _digest(self, bucket: str, key: str, *, max_bytes: int) -> str:
        """Return the SHA-256 of an object that S3 holds none of, "" when it is larger than *max_bytes*."""
        _, body = read_whole(self._client, max_bytes=max_bytes, **_in(bucket), Key=key)
        return hashlib.sha256(body).hexdigest() if body is not None else ""


def _in(bucket: str) -> dict[str, str]:
    """Return the arguments that name the bucket, and the account that it must be of: S3 refuses another one's."""
    owner = owner_in(bucket)
    return {"Bucket": bucket, **({"ExpectedBucketOwner": owner} if owner else {})}


@contextmanager
def _asked(operation: str, bucket: str, key: str) -> Iterator[None]:
    """Raise what boto3 raises inside as an error of this tool."""
    with _owned(owner_in(bucket)), translated(operation, f"s3://{bucket}/{key}"):
        yield


@contextmanager
def _owned(owner: str) -> Iterator[None]:
    """Say of a denial that the bucket may not be of the account *owner*, where it must be: S3 answers both alike."""
    try:
        yield
    except AccessDenied as denied:
        if not owner:
            raise
        hint = f"{denied.hint}; or somebody else has the bucket: it must be of account {owner}"
        raise AccessDenied(denied.message, hint=hint) from denied


def _version(answer: Mapping[str, Any]) -> str:
    version = answer.get("VersionId", "")
    return "" if version == "null" else str(version)  # "null" is the version of a bucket whose versioning is suspended


def _hexadecimal(checksum: str) -> str:
    """Return a base64 checksum in hexadecimal; that of a multipart upload ("…-3") is none of the bytes, so ""."""
    return "" if "-" in checksum else base64.b64decode(checksum).hex()
