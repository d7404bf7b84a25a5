"""E625: the ReaderConfig of an ItemReader says what the data are, and no more than these can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.validation.literals import is_open, one_of
from workflow_updater.core.validation.rule import Fault, StateRule

_VALUES = {
    "InputType": ("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"),
    "CSVHeaderLocation": ("FIRST_ROW", "GIVEN"),
    "CSVDelimiter": ("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
    "Transformation": ("NONE", "LOAD_AND_FLATTEN"),
    "ManifestType": ("ATHENA_DATA", "S3_INVENTORY"),
}


def _check(state: State) -> Iterator[Fault]:
    config = object_at(state.body, ("ItemReader", "ReaderConfig"))
    for below, message, hint in (*_wrong_values(config), *_wrong_together(config), *_wrong_headers(config)):
        where = state.pointer("ItemReader", "ReaderConfig", *below)
        yield Fault(where, f'the ReaderConfig of "{state.name}" {message}', hint)


def _wrong_values(config: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for field, values in _VALUES.items():
        value = config.get(field, values[0])
        if value not in values and not is_open(value):
            yield (field,), f"has an unknown {field}", f"write {one_of(values)}"


def _wrong_together(config: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if config.get("InputType") == "CSV" and "CSVHeaderLocation" not in config:
        yield (), "reads CSV and has no CSVHeaderLocation", "add CSVHeaderLocation: FIRST_ROW or GIVEN"
    if config.get("InputType") == "JSON" and "CSVHeaderLocation" in config:
        yield ("CSVHeaderLocation",), "reads JSON and has a CSVHeaderLocation", "remove it"
    if config.get("CSVHeaderLocation") == "GIVEN" and "CSVHeaders" not in config:
        yield (), "has CSVHeaderLocation GIVEN and no CSVHeaders", "add CSVHeaders with the names of the columns"


def _wrong_headers(config: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    headers = config.get("CSVHeaders", [""])
    names = isinstance(headers, list) and headers and all(isinstance(header, str) for header in headers)
    if not names and not is_open(headers):
        yield ("CSVHeaders",), "has CSVHeaders that are not an array of texts", "write the names of the columns"


RULE = StateRule(
    id="E625",
    title="A ReaderConfig fits its data",
    description=(
        "InputType is CSV, JSON, JSONL, PARQUET or MANIFEST. CSV needs a CSVHeaderLocation (“The field "
        "'CSVHeaderLocation' is required”), GIVEN the CSVHeaders themselves, and JSON must not have one."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html",
    types=frozenset({"Map"}),
    fields=frozenset({"ItemReader"}),
    check=_check,
)
