"""The README tells what the program does: its verbs, exit codes and variables, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import errors_page, reliability_page, rules_page
from workflow_updater import errors
from workflow_updater.cli import VERBS

ROOT = Path(__file__).parents[3]
PAGES = sorted(page for where in ("*.md", "docs/*.md", "workflows/*/*.md") for page in ROOT.glob(where))
README = (ROOT / "README.md").read_text("utf-8")


def exit_codes() -> set[int]:
    named = {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    raised = {
        error.exit_code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.DeployError)
    }
    return named | raised


def test_every_exit_code_is_in_the_readme_and_no_other() -> None:
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)} == exit_codes()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb: str) -> None:
    assert re.search(rf"(deploy_workflow\.py|deploy-workflow) {verb}\b", README)


def test_every_variable_that_is_read_is_in_the_docs() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "workflow_updater").rglob("*.py")]
    docs = README + "".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))
    read = {name for text in sources for name in re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', text)}

    assert "WORKFLOW_BUCKET" in read
    assert {name for name in read if name not in docs} == set()


def test_the_page_of_the_rules_is_what_the_rules_say() -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == rules_page.page(), "make docs"


def test_the_page_of_errors_is_what_the_hints_say() -> None:
    assert (ROOT / "docs" / "errors.md").read_text("utf-8") == errors_page.page(), "make docs"


def test_the_page_of_reliability_is_what_the_tests_found() -> None:
    assert (ROOT / "docs" / "reliability.md").read_text("utf-8") == reliability_page.page(), "make reliability"


def test_every_rule_has_an_example_but_the_one_for_bugs_of_ours() -> None:
    entries = rules_page.page().split("\n### ")[1:]

    assert [entry.partition("</a>")[2][:4] for entry in entries if "```" not in entry] == ["E999"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
