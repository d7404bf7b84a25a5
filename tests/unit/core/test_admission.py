"""From where a definition may come: the macro's buckets, below the template's prefix."""

from __future__ import annotations

import pytest

from workflow_updater.core.admission import admit
from workflow_updater.core.content_address import Location
from workflow_updater.core.injection_requests import InjectionRequest

BUCKET = "workflows-1"


def admitted(location: str, prefix: str) -> Location | str:
    found = admit(InjectionRequest("Orders", "Workflow", location, prefix, "metadata"), {BUCKET, "workflows-2"})
    return found if isinstance(found, Location) else found.rule


@pytest.mark.parametrize(
    ("prefix", "key"),
    [
        ("", "anything"),
        ("/", "anything"),
        ("orders", "orders/a"),
        ("orders/", "orders//a"),
        ("/orders/", "orders/a"),
        (f"s3://{BUCKET}", "anything"),
        (f"s3://{BUCKET}/orders/", "orders/a/..b/c"),
    ],
)
def test_what_lies_below_the_prefix_is_admitted_as_it_is_named(prefix: str, key: str):
    assert admitted(f"s3://{BUCKET}/{key}", prefix) == Location(BUCKET, key)


@pytest.mark.parametrize(
    ("prefix", "location", "rule"),
    [
        ("orders/", f"s3://{BUCKET}/other/a", "E909"),
        ("orders/", f"s3://{BUCKET}/orders", "E909"),
        ("orders/", f"s3://{BUCKET}/orders-old/a", "E909"),
        ("orders/", f"s3://{BUCKET}//orders/a", "E909"),
        ("orders/", f"s3://{BUCKET}/Orders/a", "E909"),
        ("orders/", f"s3://{BUCKET}/orders%2Fa", "E909"),
        ("orders/", f"s3://{BUCKET}/orders/../other/a", "E909"),
        ("orders/", f"s3://{BUCKET}/orders/./a", "E909"),
        ("orders/", f"s3://{BUCKET}/orders/a/..", "E909"),
        ("orders/", f"s3://{BUCKET}/other/a?versionId=orders/a", "E909"),
        ("orders/", f"s3://{BUCKET}/?versionId=x?versionId=orders/a", "E909"),
        ("orders/", f"s3://{BUCKET}/\uff4frders/a", "E909"),
        (f"s3://{BUCKET}/orders/", "s3://workflows-2/orders/a", "E909"),
        (f"s3://{BUCKET}-old/orders/", f"s3://{BUCKET}/orders/a", "E909"),
        ("s3://", f"s3://{BUCKET}/a", "E909"),
        ("", "s3://workflows-3/a", "E908"),
        ("", f"s3://{BUCKET}.evil.example/a", "E908"),
        ("", f"s3://{BUCKET}@evil.example/a", "E907"),
        ("", f"s3://{BUCKET.upper()}/a", "E907"),
        ("", f"https://{BUCKET}.s3.amazonaws.com/a", "E907"),
        ("", f"s3://{BUCKET}/", "E907"),
        ("", f"s3://{BUCKET}/a\ud800", "E907"),
        ("", f"s3://{BUCKET}/a?versionId=", "E907"),
        ("", f"s3://{BUCKET}/" + "a" * 1025, "E907"),
        ("", "s3://" + "a" * 1_000_000, "E907"),
    ],
)
def test_what_lies_elsewhere_is_not(prefix: str, location: str, rule: str):
    assert admitted(location, prefix) == rule
