"""What a template reads is known without rendering, or known to be unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.git_repositories import new_repository
from workflow_updater.commands.literal_reads import literal_reads
from workflow_updater.sources.git import STAGED, blobs_at

TEMPLATE = "workflows/orders/definition.asl.yaml.j2"


def reads(folder: Path, text: str, **others: str) -> frozenset[str] | None:
    repository = new_repository(folder / "repository")
    repository.commit(**{TEMPLATE: text, **others})
    return literal_reads(repository.folder, TEMPLATE, blobs_at(repository.folder, STAGED))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("StartAt: A", set()),
        ("Comment: comes from S3, includes and imports", set()),
        ("{{ topics | join }} {% if a %}{% for b in c %}", set()),
        ("{% include '/shared/retry.yaml' %}", {"shared/retry.yaml"}),
        ('{%- include "retry.yaml" ignore missing -%}', {"workflows/orders/retry.yaml"}),
        ("{% include '../retry.yaml' without context %}", {"workflows/retry.yaml"}),
        ("{% extends '/base.j2' %}{% import '/a' as a %}{% from '/b' import c, d %}", {"base.j2", "a", "b"}),
        ("{{ file('reserve.sql') }} {{ file( \"/x y.sql\" ) | upper }}", {"workflows/orders/reserve.sql", "x y.sql"}),
        ("{% include '/file/from/import' %}", {"file/from/import"}),
    ],
)
def test_what_is_named_outright(tmp_path: Path, text: str, expected: set[str]) -> None:
    assert expected == reads(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "{% include name %}",
        "{% include 'a' ~ name %}",
        "{% include ['a', 'b'] %}",
        "{% include 'a' if b else 'c' %}",
        "{% include '\\x61' %}",
        "{%\ninclude name %}",
        "{%+ from name import a %}",
        "{{ file(name) }}",
        "{{ file('a' ~ name) }}",
        "{{ file(path='a') }}",
        "{% set f = file %}{{ f('a') }}",
        "{% include 'a' %}{{ file(name) }}",
    ],
)
def test_what_is_computed_is_not_guessed(tmp_path: Path, text: str) -> None:
    assert reads(tmp_path, text) is None


def test_what_is_included_is_looked_through_and_counts_from_the_definition(tmp_path: Path) -> None:
    others = {"shared/a": "{% include 'b' %}", "workflows/orders/b": "{% include '/shared/a' %}{% include '/gone' %}"}

    assert {"shared/a", "workflows/orders/b", "gone"} == reads(tmp_path, "{% include '/shared/a' %}", **others)


def test_what_an_included_file_computes_is_not_guessed(tmp_path: Path) -> None:
    assert reads(tmp_path, "{% include '/a' %}", a="{% include name %}") is None
