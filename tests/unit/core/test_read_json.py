"""Bytes to documents: limits, places, and that whatever the bytes are, nothing is raised."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.json_values import json_values
from workflow_updater.core.definition.document import MAX_BYTES, MAX_NESTING, Document, Place
from workflow_updater.core.definition.json_pointer import pointer, tokens
from workflow_updater.core.definition.read_json import read_json

JSON_LIKE = st.text(alphabet='{}[]",:\\ntfe0123.-+ \n\tu\ud7ff', max_size=60)


def rules(text: bytes) -> list[str]:
    read = read_json(text)
    return [] if isinstance(read, Document) else [finding.rule for finding in read]


def test_a_document_of_the_greatest_size_is_read_and_one_byte_more_is_not():
    text = b'"' + b"x" * (MAX_BYTES - 2) + b'"'

    assert rules(text) == []
    assert rules(text + b" ") == ["E004"]


def test_two_mebibytes_of_nesting_and_of_quotes_end_quickly_in_a_finding():
    for text in (b"[" * MAX_BYTES, b'{"a":' * 200_000, b'"' * MAX_BYTES, b'["\\"' * 200_000, b"[1," * 300_000):
        assert rules(text) in (["E001"], ["E006"])


def test_brackets_in_text_are_no_nesting():
    assert rules(json.dumps("[" * 10_000).encode()) == []


def test_a_place_is_the_key_the_item_or_the_nearest_parent():
    document = read_json(b'{\n  "a": [10,\n    {"b~/": 1}],\n "": {"": 2}\n}')

    assert isinstance(document, Document)
    assert document.locate("") == Place(1, 1)
    assert document.locate("/a") == Place(2, 3)
    assert document.locate("/a/0") == Place(2, 9)
    assert document.locate("/a/1/b~0~1") == Place(3, 6)
    assert document.locate("/a/1/missing/further") == Place(3, 5)
    assert document.locate("//") == Place(4, 7)


def test_columns_count_characters_whatever_the_byte_order_mark_and_line_ends():
    document = read_json('\ufeff{"ä👋": 1,\r\n "b": 2}'.encode())

    assert isinstance(document, Document)
    assert document.locate("/ä👋") == Place(1, 2)
    assert document.locate("/b") == Place(2, 2)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_findings_with_a_place(text: bytes):
    read = read_json(text)

    assert isinstance(read, Document) or all(finding.line and finding.column for finding in read)


@given(JSON_LIKE)
def test_what_looks_like_json_is_read_as_json_is_or_refused(text: str):
    read = read_json(text.encode(errors="surrogatepass"))

    if isinstance(read, Document):
        assert read.value == json.loads(text)
    else:
        assert read


@given(json_values(), st.sampled_from([None, 1, 4]))
def test_every_part_of_a_document_is_found_at_its_place(value: object, indent: int | None):
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    lines = text.split("\n")
    document = read_json(text.encode())

    assert isinstance(document, Document)
    assert document.value == value
    for path, part in parts((), value):
        line, column, _ = document.locate(pointer(path))
        begins = json.dumps(path[-1] if path and isinstance(path[-1], str) else part, ensure_ascii=False)[:1]

        assert lines[line - 1][column - 1 :].startswith(begins)


@given(st.lists(st.text()))
def test_a_pointer_says_its_tokens(path: list[str]):
    assert list(tokens(pointer(path))) == path


def test_the_deepest_document_is_read():
    assert rules(b"[" * MAX_NESTING + b"]" * MAX_NESTING) == []
    assert rules(b"[" * (MAX_NESTING + 1) + b"]" * (MAX_NESTING + 1)) == ["E006"]


def parts(path: tuple, value: object):
    yield path, value
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from parts((*path, key), child)
