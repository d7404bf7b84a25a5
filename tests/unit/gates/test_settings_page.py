"""docs/workflows_toml.md names every key of workflows.toml and no other, and its example is read."""

from __future__ import annotations

import re
from pathlib import Path

from workflow_updater.repository import EnvironmentEntry, Repository, WorkflowEntry, parse_repository

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "workflows_toml.md").read_text("utf-8")


def keys_below(heading: str) -> set[str]:
    table = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return {key for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)}


def test_every_key_is_on_the_page_and_no_other() -> None:
    tables = {"root", "ignore", "workflows", "environments"}

    assert keys_below("The file itself") == set(Repository._fields) - tables
    assert keys_below("`[validation]`") == {"ignore"}
    assert keys_below("`[workflows.NAME]`") == set(WorkflowEntry._fields)
    assert keys_below("`[environments.NAME]`") == set(EnvironmentEntry._fields)


def test_the_example_is_a_workflows_toml() -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)

    read = parse_repository(ROOT, example.encode())

    assert read.workflow("call_center").stack == "call-center"
    assert read.workflow("call_center", "production").stack == "call-center-production"
