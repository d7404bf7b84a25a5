"""Canonical bytes, keys and locations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_updater.core.content_address import (
    Location,
    addressed_digest,
    canonical,
    digest,
    located_digest,
    location,
    object_key,
    parse_location,
)
from workflow_updater.core.errors import LocationUnreadable

SHA256_OF_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_canonical_json_is_ascii_dense_and_in_the_order_of_the_source():
    assert canonical({"b": "é\n", "a": [1, 1.5, None, True]}) == b'{"b":"\\u00e9\\n","a":[1,1.5,null,true]}'


def test_the_digest_is_sha256_in_hexadecimal():
    assert digest(b"") == SHA256_OF_EMPTY


@pytest.mark.parametrize("prefix", ["orders", "orders/", "/orders/"])
def test_the_key_holds_prefix_stack_resource_and_digest(prefix: str):
    assert object_key(prefix, "S", "R", SHA256_OF_EMPTY) == f"orders/S/R/{SHA256_OF_EMPTY}.asl.json"


def test_the_prefix_may_be_empty():
    assert object_key("", "S", "R", SHA256_OF_EMPTY) == f"S/R/{SHA256_OF_EMPTY}.asl.json"


@pytest.mark.parametrize(
    ("key", "promised"),
    [
        (f"a/{SHA256_OF_EMPTY}.asl.json", SHA256_OF_EMPTY),
        (f"{SHA256_OF_EMPTY}.asl.json", SHA256_OF_EMPTY),
        (f"a/x{SHA256_OF_EMPTY}.asl.json", ""),
        (f"a/{SHA256_OF_EMPTY}.json", ""),
        (f"a/{SHA256_OF_EMPTY}.asl.json\n", ""),
        ("a/definition.asl.json", ""),
    ],
)
def test_only_a_content_addressed_key_promises_a_digest(key: str, promised: str):
    assert addressed_digest(key) == promised


@given(st.text(min_size=1, max_size=40).filter(lambda key: "?versionId=" not in key), st.sampled_from(["", "v.1_-"]))
def test_a_location_is_read_as_it_was_written(key: str, version_id: str):
    assert parse_location(location("bucket-1", key, version_id)) == Location("bucket-1", key, version_id)


NO_LOCATIONS = [
    "",
    "s3://",
    "s3://b",
    "s3://bucket/",
    "https://bucket/key",
    "s3://Bucket/key",
    "s3://bucket/key?versionId=",
    "s3://bucket/" + "k" * 1025,
]


@pytest.mark.parametrize("text", NO_LOCATIONS)
def test_another_text_is_no_location(text: str):
    with pytest.raises(LocationUnreadable):
        parse_location(text)

    assert located_digest(text) == ""


def test_a_location_promises_what_its_key_does():
    assert located_digest(location("bucket-1", f"a/{SHA256_OF_EMPTY}.asl.json", "v")) == SHA256_OF_EMPTY
    assert located_digest(location("bucket-1", "a/definition.asl.json")) == ""
