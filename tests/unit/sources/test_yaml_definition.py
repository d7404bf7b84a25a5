"""YAML by the core schema of YAML 1.2: the same documents as JSON, and findings for the rest."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.core.json_values import json_values
from workflow_updater.core.definition.document import MAX_BYTES, MAX_NESTING, Document, Place
from workflow_updater.sources import yaml_definition
from workflow_updater.sources.yaml_definition import read_yaml

YAML_LIKE = st.text(alphabet="{}[]&*!|>-:? ,'\"\n\t#ab1.~%<\\", max_size=60)


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: with libyaml, and where it is missing."""
    monkeypatch.setattr(yaml_definition, "_LOADER", getattr(yaml, request.param))


def value_of(text: str) -> Any:
    document = read_yaml(text.encode())

    assert isinstance(document, Document), document
    assert document.source_language == "yaml"
    return document.value


def told(text: str | bytes) -> list[tuple[int, int, str, str]]:
    read = read_yaml(text.encode() if isinstance(text, str) else text)

    assert not isinstance(read, Document)
    return [(finding.line, finding.column, finding.rule, finding.message) for finding in read]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[Yes, no, on, Off, y, N]", ["Yes", "no", "on", "Off", "y", "N"]),
        ("[true, True, TRUE, false, False, FALSE]", [True, True, True, False, False, False]),
        ("[null, Null, NULL, ~, '']", [None, None, None, None, ""]),
        ("a:", {"a": None}),
        ("[1, -2, +3, 010, 0o10, 0x1F, 1_000]", [1, -2, 3, 10, 8, 31, "1_000"]),
        ("[1.5, .5, 1., -1e3, 1E-2, 1.e1]", [1.5, 0.5, 1.0, -1000.0, 0.01, 10.0]),
        ("[2024-01-31, 12:30:00, 1.2.3, '1', \"true\"]", ["2024-01-31", "12:30:00", "1.2.3", "1", "true"]),
        ("Yes: {No: 1}\n1: 2\nnull: 3\n2.0: 4\n", {"Yes": {"No": 1}, "1": 2, "null": 3, "2.0": 4}),
        ("[!!str 1, ! 2]", ["1", "2"]),
        ("!!map {a: !!seq [1]}", {"a": [1]}),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", {"a": "x\ny\n", "b": "x y"}),
        ("a: &r [1]\nb: [*r, *r]\n", {"a": [1], "b": [[1], [1]]}),
        ("%YAML 1.2\n---\na: ä👋\n...\n", {"a": "ä👋"}),
        ("\ufeffa: 1", {"a": 1}),
        ("'<<': 1", {"<<": 1}),
    ],
)
def test_values_are_those_of_the_core_schema(text: str, value: Any):
    assert json.dumps(value_of(text)) == json.dumps(value)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "line", "column", "rule"),
    [
        ("", 1, 1, "E002"),
        ("# nothing\n", 1, 1, "E002"),
        ("a: 1\nb: [1, 2\n", 3, 1, "E002"),
        ("a: 1\n\tb: 2\n", 2, 1, "E002"),
        ("a: 1\n--- \nb: 2\n", 2, 1, "E002"),
        ("a: !Sub x", 1, 4, "E002"),
        ("a: !!binary aGk=", 1, 4, "E002"),
        ("a: !!python/object:os.system x", 1, 4, "E002"),
        ("a: .inf", 1, 4, "E002"),
        ("a: [-.INF, .nan]", 1, 5, "E002"),
        ("a: 1e999", 1, 4, "E002"),
        ("? [a]\n: 1", 1, 3, "E002"),
        ("a: &x y\n*x : 1", 2, 1, "E002"),
        ("a: &x\n  b: *x\n", 2, 6, "E002"),
        ("a: *x", 1, 4, "E002"),
        ("a: {}\n<<: {b: 1}", 2, 1, "E002"),
        ("a: \x07", 1, 4, "E002"),
        ("a:\n  b: 1\n  b: 2\n", 3, 3, "E005"),
        ("a: 1\n'a': 2\n", 2, 1, "E005"),
        ("[" * (MAX_NESTING + 1), 1, MAX_NESTING + 1, "E006"),
        ("- " * 5000, 1, 2 * MAX_NESTING + 1, "E006"),
    ],
)
def test_what_is_no_definition_is_told_with_its_place(text: str, line: int, column: int, rule: str):
    assert [found[:3] for found in told(text)] == [(line, column, rule)]


def test_text_that_is_too_large_or_not_utf8_is_refused():
    assert told(b"a: " + b"x" * MAX_BYTES)[0][2] == "E004"
    assert told("a: ä".encode("latin-1"))[0][:3] == (1, 4, "E003")


def test_a_number_of_endless_digits_is_refused():
    assert told("a: " + "7" * 5000)[0][2] == "E002"


def test_aliases_of_aliases_are_stopped():
    lines = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 30)]

    assert told("\n".join(["a0: &a0 [x]", *lines]))[0][2:] == (
        "E002",
        "more than 200,000 values, each alias counted with all that it stands for",
    )


def test_nesting_by_aliases_is_stopped():
    lines = [f"a{level}: &a{level} [*a{level - 1}]" for level in range(1, MAX_NESTING + 1)]

    assert told("\n".join(["a0: &a0 [x]", *lines]))[0][2] == "E006"


def test_places_are_those_of_keys_and_items():
    document = read_yaml(
        b"# a comment\nStates:\n  A:\n    Catch:\n      - Next: B\n      - {Next: C}\n  'B/': &b {x: 1}\n  C: *b\n"
    )

    assert isinstance(document, Document)
    assert document.locate("/States/A") == Place(3, 3)
    assert document.locate("/States/A/Catch/0") == Place(5, 9)
    assert document.locate("/States/A/Catch/1/Next") == Place(6, 10)
    assert document.locate("/States/B~1/x") == Place(7, 13)
    assert document.locate("/States/C") == Place(8, 3)
    assert document.locate("/States/C/x") == Place(7, 13)
    assert document.locate("/States/None/Next") == Place(2, 1)


@given(json_values())
def test_json_is_yaml(value: Any):
    text = json.dumps(value)
    assume(not re.search(r"\\ud[89ab]", text))  # libyaml knows no pairs of surrogates
    document = read_yaml(text.encode())

    assert isinstance(document, Document)
    assert document.value == value


@given(st.binary(max_size=100) | YAML_LIKE.map(str.encode))
def test_any_bytes_are_a_document_or_findings_with_a_place(text: bytes):
    read = read_yaml(text)

    assert isinstance(read, Document) or all(finding.line and finding.column for finding in read)
