"""docs/security.md and docs/reliability.md name the test that holds each promise, and each of these is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = [page for name in ("security.md", "reliability.md") if (page := ROOT / "docs" / name).is_file()]
HELD_BY = re.compile(r"(tests/[\w/]+\.py)::(\w+)")


def named_in(text: str) -> set[tuple[str, str]]:
    return set(HELD_BY.findall(text))


def functions_of(file: str) -> set[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    named = named_in(page.read_text("utf-8"))

    assert named
    assert {f"{file}::{test}" for file, test in named if test not in functions_of(file)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_row_of_promises_is_held_by_a_test(page: Path) -> None:
    tables = re.findall(r"^\|[^\n]*\| held by \|\n\|[-| ]+\|\n((?:\|.*\|\n)+)", page.read_text("utf-8"), re.MULTILINE)

    assert tables
    assert [row for table in tables for row in table.splitlines() if not named_in(row)] == []


def test_a_test_that_is_gone_is_found() -> None:
    (file, test) = next(iter(named_in(f"held by {Path(__file__).relative_to(ROOT)}::test_that_never_was")))

    assert test not in functions_of(file)
    assert "test_a_test_that_is_gone_is_found" in functions_of(file)
