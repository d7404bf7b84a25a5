"""Definitions as they were at a revision, or as they are staged; on real repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.git_repositories import new_repository, sound
from workflow_updater.errors import UsageError
from workflow_updater.sources.git import STAGED, commit_of, commits_lost, files_at
from workflow_updater.sources.git_definition import check_definition_at
from workflow_updater.sources.rendering import Rendering

HELLO = {"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "Result": 1, "End": True}}}


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *named, "-C", str(folder), *arguments], check=True, capture_output=True)


def definition(result: object) -> str:
    return json.dumps(HELLO).replace('"Result": 1', f'"Result": {json.dumps(result)}')


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one workflow: committed with the result 1, staged with 2, on disk with 3."""
    root = tmp_path / "repository"
    folder = root / "workflows" / "hello"
    folder.mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    file = folder / "definition.asl.json"
    for result in (1, 2, 3):
        file.write_text(definition(result))
        if result < 3:
            git(root, "add", ".")
        if result < 2:
            git(root, "commit", "-q", "-m", "first")
    return root


def result_at(root: Path, revision: str, name: str = "definition.asl.json") -> object:
    file = root / "workflows" / "hello" / name
    document, findings = check_definition_at(file, revision, "then", Rendering(root))
    assert document is not None, findings
    return document.value["States"]["Hello"]["Result"]


def test_a_revision_holds_what_was_committed_and_the_index_what_is_staged(repository: Path) -> None:
    assert 1 == result_at(repository, commit_of(repository, "HEAD"))
    assert 1 == result_at(repository, commit_of(repository, "main"))
    assert 2 == result_at(repository, STAGED)


@pytest.mark.parametrize(
    "nothing", ["nowhere", "--all", "-n1", "HEAD~7", "main..main", "", "$(touch x)", "HEAD:workflows"]
)
def test_what_is_no_revision_is_none_and_nothing_is_run(repository: Path, nothing: str) -> None:
    assert "" == commit_of(repository, nothing)
    assert not (repository / "x").exists()


def test_a_file_that_the_revision_does_not_have_is_told(repository: Path) -> None:
    with pytest.raises(UsageError, match=r"then has no .*other\.json"):
        result_at(repository, commit_of(repository, "HEAD"), "other.json")


def test_a_definition_that_became_yaml_is_found_in_its_older_form(repository: Path) -> None:
    folder = repository / "workflows" / "hello"
    (folder / "definition.asl.json").unlink()
    (folder / "definition.asl.yaml").write_text("StartAt: Hello\n")

    assert 1 == result_at(repository, commit_of(repository, "HEAD"), "definition.asl.yaml")


def test_a_folder_that_is_gone_is_read_where_it_was(repository: Path) -> None:
    folder = repository / "workflows" / "hello"
    (folder / "definition.asl.json").unlink()
    folder.rmdir()

    assert ["definition.asl.json"] == list(files_at(folder, commit_of(folder, "HEAD")))


def test_what_a_template_includes_is_of_the_revision_too(repository: Path) -> None:
    shared = repository / "shared.txt"
    shared.write_text("then")
    plain = repository / "workflows" / "hello" / "definition.asl.json"
    file = plain.rename(plain.with_name("definition.asl.json.j2"))
    file.write_text(definition("x").replace('"x"', "\"{{ file('/shared.txt') }}\""))
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "second")
    shared.write_text("now")

    assert "then" == result_at(repository, commit_of(repository, "HEAD"), file.name)
    assert 1 == result_at(repository, commit_of(repository, "HEAD~1"), file.name)


def test_names_with_blanks_line_ends_and_patterns_are_names(repository: Path) -> None:
    folder = repository / "odd [x] *"
    folder.mkdir()
    (folder / "a\nb é.json").write_bytes(b"\x00\xff\n")
    git(repository, "add", ".")

    assert {"a\nb é.json": b"\x00\xff\n"} == files_at(folder, STAGED)


def test_links_are_no_files(repository: Path) -> None:
    (repository / "workflows" / "hello" / "passwd.json").symlink_to("/etc/passwd")
    git(repository, "add", ".")

    assert ["definition.asl.json"] == list(files_at(repository / "workflows" / "hello", STAGED))


def test_a_folder_in_no_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is in no git repository"):
        commit_of(tmp_path, "HEAD")


def test_without_git_the_cure_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(UsageError, match="git is not installed"):
        commit_of(repository, "HEAD")


def test_findings_name_the_revision(repository: Path) -> None:
    file = repository / "workflows" / "hello" / "definition.asl.json"
    file.write_text("{")
    git(repository, "add", ".")

    document, findings = check_definition_at(file, STAGED, "staged", Rendering(repository))

    assert document is None
    assert {f"staged:{file}"} == {finding.file for finding in findings}


@pytest.mark.parametrize("revision", ["HEAD", STAGED])
def test_no_command_of_the_repositorys_configuration_is_run(repository: Path, revision: str) -> None:
    spy = repository / "spy.sh"
    spy.write_text(f"#!/bin/sh\ntouch {repository}/was-run\n")
    spy.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "core.sshCommand", "alias.cat-file", "alias.ls-tree"):
        git(repository, "config", key, str(spy))

    files = files_at(repository, STAGED if revision == STAGED else commit_of(repository, revision))

    assert "workflows/hello/definition.asl.json" in files
    assert not (repository / "was-run").exists()


def test_what_a_partial_clone_lacks_is_not_fetched_by_a_command_that_it_names(repository: Path) -> None:
    commit = commit_of(repository, "HEAD")
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::touch {repository}/was-run",
        "protocol.ext.allow": "always",
    }.items():
        git(repository, "config", key, value)
    for found in (repository / ".git" / "objects").glob("??/*"):
        kind = subprocess.run(
            ["git", "-C", str(repository), "cat-file", "-t", found.parent.name + found.name],
            check=True,
            capture_output=True,
        )
        if kind.stdout == b"blob\n":
            found.unlink()

    with pytest.raises(UsageError, match="git has lost the object") as told:
        files_at(repository, commit)

    assert "partial clone" in told.value.hint
    assert not (repository / "was-run").exists()


def test_a_repository_whose_files_are_elsewhere_is_told(repository: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    git(repository, "config", "core.worktree", str(elsewhere))

    with pytest.raises(UsageError, match="elsewhere"):
        files_at(repository, STAGED)


def test_commits_below_a_folder_are_those_that_changed_something_there(tmp_path: Path) -> None:
    made = new_repository(tmp_path / "repository")
    base = made.commit(notes="draft")
    here = made.commit(**{"[x]__definition": sound()})
    head = made.commit(notes="more")

    lost = commits_lost(made.folder, head, base, most=5, below="[x]")

    assert (lost.how_many, [one.id for one in lost.commits]) == (1, [here])
    assert commits_lost(made.folder, head, base, most=5).how_many == 2
