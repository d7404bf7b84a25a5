"""The JSON Schema that editors use says what the parser says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_updater.core.guardrails import read_policy as parser
from workflow_updater.core.guardrails.policy import Policy
from workflow_updater.core.guardrails.read_policy import read_policy

SCHEMA = json.loads((Path(parser.__file__).with_name("schema.json")).read_text("utf-8"))
CHECKER = jsonschema.Draft202012Validator(SCHEMA)
GOLDEN = Path(__file__).parents[2] / "golden" / "guardrails"
DOCUMENTS = sorted([*GOLDEN.glob("*/policy.json"), *GOLDEN.glob("G001/*.json")])

TEXTS = st.sampled_from(
    [
        "*",
        "",
        "arn:aws:states:::lambda:invoke",
        "arn:aws:states:::*",
        "arn:aws:states:::a b",
        "${A}",
        "${A b}",
        "$",
        "x",
        "arn:aws:states:::${A}",
        "arn:aws:states:::${A b}",
        "arn:aws:lambda:::x",
        "Timeout",
        "Retry",
        "Catch",
        "a${B::C}d",
    ]
)
ODD = st.none() | st.booleans() | st.integers(-2, 3) | TEXTS | st.just({}) | st.just({"Ref": "X"})
LISTS = st.lists(TEXTS, max_size=3) | st.lists(ODD, max_size=3) | ODD
NUMBERS = st.integers(-1, 3) | ODD
LIMITS = st.fixed_dictionaries(
    {}, optional={"States": NUMBERS, "Nesting": NUMBERS, "MaxConcurrency": NUMBERS | LISTS, "Other": NUMBERS}
)
POLICIES = st.fixed_dictionaries(
    {"Resources": LISTS, "Targets": st.dictionaries(st.sampled_from(["*", "FunctionName", ""]), LISTS) | ODD},
    optional={"Denied": LISTS, "Credentials": LISTS, "Require": LISTS, "Limits": LIMITS | ODD, "Other": ODD},
)


def is_accepted(document: Any) -> bool:
    return isinstance(read_policy(document), Policy)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_the_fields_of_the_parser_and_no_others():
    assert set(SCHEMA["properties"]) == set(parser._FIELDS)


@given(POLICIES | ODD)
def test_the_schema_accepts_what_the_parser_accepts(document: Any):
    assert CHECKER.is_valid(document) == is_accepted(document)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_golden_documents_are_the_same_to_both(file: Path):
    document = json.loads(file.read_text("utf-8"))
    names = [name.casefold() for name in document["Targets"]] if isinstance(document, dict) else []

    if len(names) == len(set(names)):  # JSON Schema cannot say that letters' case makes no difference
        assert CHECKER.is_valid(document) == is_accepted(document)


def test_a_document_is_left_as_it_was():
    document = {"Resources": ["arn:aws:states:::a:b"], "Targets": {"X": ["*"]}}
    before = json.dumps(document)

    read_policy(document)

    assert json.dumps(document) == before
