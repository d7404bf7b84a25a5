"""The `Objects` port, over every cloud."""

from __future__ import annotations

import hashlib
import secrets

import pytest

from tests.contract.ports.backends import Backend
from workflow_updater.errors import AccessDenied, Refused, UsageError


@pytest.fixture
def bucket(backend: Backend) -> str:
    name = f"workflows-{secrets.token_hex(6)}"  # names are shared by all accounts
    backend.make_bucket(name)
    return name


def test_a_bucket_is_there_or_not(backend: Backend, bucket: str) -> None:
    objects = backend.cloud.objects

    assert objects.bucket_exists(bucket, owner=backend.cloud.account)
    assert not objects.bucket_exists("a-bucket-that-nobody-has", owner=backend.cloud.account)


def test_what_is_stored_is_found_with_version_and_checksum(backend: Backend, bucket: str) -> None:
    stored = backend.cloud.objects.put_new(bucket, "a/key", b"bytes")

    assert hashlib.sha256(b"bytes").hexdigest() == stored.sha256
    assert stored.version_id
    assert stored == backend.cloud.objects.head(bucket, "a/key")


def test_the_same_bytes_again_are_fine_and_stay_the_same_version(backend: Backend, bucket: str) -> None:
    first = backend.cloud.objects.put_new(bucket, "key", b"bytes")

    assert first == backend.cloud.objects.put_new(bucket, "key", b"bytes")


def test_other_bytes_are_refused_and_nothing_is_overwritten(backend: Backend, bucket: str) -> None:
    first = backend.cloud.objects.put_new(bucket, "key", b"bytes")

    with pytest.raises(Refused, match=f"s3://{bucket}/key holds other bytes"):
        backend.cloud.objects.put_new(bucket, "key", b"other bytes")
    assert first == backend.cloud.objects.head(bucket, "key")


def test_put_makes_a_new_version_and_keeps_the_old_one(backend: Backend, bucket: str) -> None:
    first = backend.cloud.objects.put(bucket, "key", b"one")
    second = backend.cloud.objects.put(bucket, "key", b"two")

    assert first.version_id != second.version_id
    assert second == backend.cloud.objects.head(bucket, "key")
    assert first == backend.cloud.objects.head(bucket, "key", first.version_id)


def test_nothing_is_found_where_nothing_is(backend: Backend, bucket: str) -> None:
    assert backend.cloud.objects.head(bucket, "key") is None


def test_a_bucket_that_is_not_there_is_told(backend: Backend) -> None:
    with pytest.raises(UsageError, match=r"bucket .*nobody-has.* does not exist"):
        backend.cloud.objects.put_new("a-bucket-that-nobody-has", "key", b"bytes")


def test_what_was_stored_is_read_back_in_any_version(backend: Backend, bucket: str) -> None:
    first = backend.cloud.objects.put(bucket, "key", b"first")
    backend.cloud.objects.put(bucket, "key", b"second")

    assert b"second" == backend.cloud.objects.get(bucket, "key")
    assert b"first" == backend.cloud.objects.get(bucket, "key", first.version_id)
    assert backend.cloud.objects.get(bucket, "nothing") is None


def test_the_newest_version_is_read_with_its_id(backend: Backend, bucket: str) -> None:
    objects = backend.cloud.objects
    objects.put(bucket, "key", b"one")
    second = objects.put(bucket, "key", b"two")

    found = objects.newest(bucket, "key", max_bytes=3)

    assert found is not None
    assert (second, b"two") == (found.stored, found.body)


def test_nothing_is_read_without_key_or_bucket(backend: Backend, bucket: str) -> None:
    assert backend.cloud.objects.newest(bucket, "key", max_bytes=3) is None
    assert backend.cloud.objects.newest("a-bucket-that-nobody-has", "key", max_bytes=3) is None


def test_more_than_was_expected_is_not_read(backend: Backend, bucket: str) -> None:
    backend.cloud.objects.put(bucket, "key", b"four")

    with pytest.raises(UsageError, match=f"s3://{bucket}/key is larger than 3 bytes"):
        backend.cloud.objects.newest(bucket, "key", max_bytes=3)


def test_keys_are_listed_by_prefix_in_order_and_after_one_of_them(backend: Backend, bucket: str) -> None:
    objects = backend.cloud.objects
    for key in ("a/b/2", "a/b/10", "a/b/1", "a/bc", "a/é"):
        objects.put(bucket, key, b"")

    assert ["a/b/1", "a/b/10", "a/b/2"] == list(objects.list(bucket, "a/b/"))
    assert ["a/b/2"] == list(objects.list(bucket, "a/b/", after="a/b/10"))
    assert ["a/b/1", "a/b/10", "a/b/2", "a/bc", "a/é"] == list(objects.list(bucket, "a/", after="a/a"))
    assert [] == list(objects.list(bucket, "b/"))


def test_the_keys_of_a_bucket_that_is_not_there_cannot_be_listed(backend: Backend) -> None:
    with pytest.raises(UsageError, match=r"bucket .*nobody-has.* does not exist"):
        backend.cloud.objects.list("a-bucket-that-nobody-has", "key")


def test_a_bucket_whose_name_says_that_it_is_of_another_account_is_not_used(faithful: Backend) -> None:
    objects, name = faithful.cloud.objects, f"workflows-999999999999-xx-test-{secrets.randbelow(10**9)}"
    faithful.make_bucket(name)

    for call in (
        lambda: objects.put(name, "key", b"bytes"),
        lambda: objects.put_new(name, "key", b"bytes"),
        lambda: objects.head(name, "key"),
        lambda: objects.list(name, "key"),
        lambda: objects.get(name, "key"),
        lambda: objects.newest(name, "key", max_bytes=5),
    ):
        with pytest.raises(AccessDenied):
            call()


def test_a_bucket_whose_name_says_that_it_is_of_this_account_is_used(faithful: Backend) -> None:
    objects, name = faithful.cloud.objects, f"workflows-{faithful.cloud.account}-xx-test-{secrets.randbelow(10**9)}"
    faithful.make_bucket(name)

    stored = objects.put_new(name, "key", b"bytes")

    assert (objects.head(name, "key"), objects.get(name, "key")) == (stored, b"bytes")
    assert list(objects.list(name, "k")) == ["key"]
