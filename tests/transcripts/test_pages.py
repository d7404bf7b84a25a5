"""What the pages of docs/ show a console printing is what it prints, in a repository with this one's files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcripts.transcript import agrees, steps

ROOT = Path(__file__).parents[2]
PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if "```console" in page.read_text("utf-8")]
COPIED = ("workflows", "templates", "docs")
SECONDS = 60


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository of one commit with the workflows, the templates and the examples of the pages."""
    root = tmp_path / "repository"
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "as shipped"]):
        subprocess.run(["git", *arguments], cwd=root, check=True, env=environment(root))
    return root


def environment(root: Path) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(root.parent),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
        **{f"GIT_{who}_{what}": "dev@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_is_printed(page: Path, repository: Path):
    for step in steps(page.read_text("utf-8")):
        done = subprocess.run(
            ["bash", "-c", step.command],
            cwd=repository,
            env=environment(repository),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        printed = done.stdout.splitlines()
        assert agrees(step.expected, printed), f"$ {step.command}\n{done.stdout}"


def test_the_comment_on_a_pull_request_is_shown_as_it_is_written(repository: Path):
    page = (ROOT / "docs" / "diff_and_graph.md").read_text("utf-8")
    before, after = (str(ROOT / "docs" / "diff_and_graph" / f"{when}.asl.json") for when in ("before", "after"))
    command = ["deploy-workflow", "diff", after, "--against", before, "--format", "markdown"]
    told = subprocess.run(command, cwd=repository, env=environment(repository), stdout=subprocess.PIPE, check=True)

    _, _, comment = told.stdout.decode("utf-8").partition("\n")  # the title names the files
    assert comment in page
