"""Where a definition comes from, and what a deployed commit has that its own has not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.git_repositories import GitRepository, new_repository, sound
from workflow_updater.core.lineage import Lost
from workflow_updater.core.release import NOWHERE
from workflow_updater.errors import UsageError
from workflow_updater.sources.provenance import origin_at, origin_of

AUTHOR = "dev@example.org <dev@example.org>"


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    made = new_repository(tmp_path / "repository")
    made.commit(definition=sound())
    return made


def test_a_definition_comes_from_the_commit_that_is_checked_out(repository: GitRepository) -> None:
    head = repository.git("rev-parse", "HEAD")

    assert origin_of(repository.folder / "definition").provenance == (head, False, AUTHOR, "a change")


def test_a_detached_head_is_as_good(repository: GitRepository) -> None:
    repository.git("checkout", "-q", "--detach")

    assert origin_of(repository.folder / "definition").provenance.commit == repository.git("rev-parse", "HEAD")


@pytest.mark.parametrize("change", ["edited", "new", "deleted", "ignored"])
def test_a_file_that_is_not_as_in_the_commit_makes_it_dirty(repository: GitRepository, change: str) -> None:
    other = repository.write("patch.json", "[]")
    if change == "ignored":
        repository.write(".git/info/exclude", "patch.json")
    elif change != "new":
        repository.commit()
        other.unlink() if change == "deleted" else other.write_text("[ ]")

    provenance = origin_of(repository.folder / "definition", [other]).provenance

    assert provenance.dirty
    assert provenance.commit == repository.git("rev-parse", "HEAD")


def test_what_it_is_not_made_of_may_differ(repository: GitRepository) -> None:
    repository.write("notes.txt", "draft")

    assert not origin_of(repository.folder / "definition", [repository.folder / "never was"]).provenance.dirty


def test_a_staged_change_is_not_committed_yet(repository: GitRepository) -> None:
    repository.write("definition", sound("other"))
    repository.git("add", ".")

    assert origin_of(repository.folder / "definition").provenance.dirty


def test_a_file_outside_of_the_repository_is_in_no_commit(repository: GitRepository, tmp_path: Path) -> None:
    outside = tmp_path / "patch.json"
    outside.write_text("[]")

    assert origin_of(repository.folder / "definition", [outside]).provenance.dirty


def test_the_line_ends_that_git_writes_are_no_difference(repository: GitRepository) -> None:
    file = repository.write("definition", "{\r\n}\r\n")
    repository.git("-c", "core.autocrlf=true", "-c", "core.safecrlf=false", "add", ".")
    repository.git("commit", "-q", "-m", "crlf")

    assert file.read_bytes() == b"{\r\n}\r\n"
    assert repository.git("cat-file", "-s", "HEAD:definition") == "4"
    assert not origin_of(file).provenance.dirty


def test_a_link_stands_for_what_it_leads_to(repository: GitRepository) -> None:
    link = repository.folder / "link.asl.json"
    link.symlink_to("definition")

    assert not origin_of(link).provenance.dirty


def test_outside_git_nothing_is_known(tmp_path: Path) -> None:
    assert origin_of(tmp_path / "definition") == (NOWHERE, None)


def test_before_the_first_commit_nothing_is_known(tmp_path: Path) -> None:
    made = new_repository(tmp_path / "repository")

    assert origin_of(made.write("definition", sound())) == (NOWHERE, None)


def test_without_git_nothing_is_known(repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert origin_of(repository.folder / "definition") == (NOWHERE, None)


def test_whatever_a_commit_says_is_told_as_one_line(repository: GitRepository) -> None:
    subject = 'x"; rm -rf / \x1b[2J %n%x00 -- 🦊'
    repository.git("commit", "-q", "--allow-empty", "-m", f"{subject}\n\nbody", GIT_AUTHOR_NAME="Ada\nLovelace")

    provenance = origin_of(repository.folder / "definition").provenance

    assert provenance.subject == subject
    assert provenance.author == "AdaLovelace <dev@example.org>"


def test_a_name_that_is_no_utf8_is_told_as_well_as_it_goes(repository: GitRepository) -> None:
    git = ["git", "-C", str(repository.folder)]
    head = subprocess.run([*git, "cat-file", "commit", "HEAD"], check=True, capture_output=True).stdout
    odd = head.replace(b"a change", b"caf\xe9")
    written = subprocess.run([*git, "hash-object", "-t", "commit", "-w", "--stdin"], input=odd, stdout=-1, check=True)
    repository.git("checkout", "-q", written.stdout.decode().strip())

    assert origin_of(repository.folder / "definition").provenance.subject == "caf\ufffd"


def test_no_program_that_the_configuration_names_is_run(repository: GitRepository) -> None:
    ran = repository.folder / "ran"
    program = repository.write("program", f"#!/bin/sh\ntouch {ran}\ncat\n")
    program.chmod(0o755)
    repository.write(".gitattributes", "definition filter=own diff=own")
    for name in ("gpg.program", "filter.own.clean", "filter.own.smudge", "diff.own.textconv", "core.fsmonitor"):
        repository.git("config", name, str(program))
    repository.git("config", "log.showSignature", "true")
    ran.unlink(missing_ok=True)

    origin = origin_of(repository.folder / "definition")
    assert origin.lost is not None
    origin.lost(origin.provenance.commit)

    assert not ran.exists()


def test_an_ancestor_loses_nothing(repository: GitRepository) -> None:
    deployed = repository.git("rev-parse", "HEAD")
    origin = origin_at(repository.folder, repository.commit())

    assert origin.lost is not None
    assert origin.lost(deployed) == Lost()
    assert origin.lost(origin.provenance.commit) == Lost()


def test_commits_that_are_not_in_it_are_lost_the_newest_told_first(repository: GitRepository) -> None:
    base = repository.git("rev-parse", "HEAD")
    made = [repository.commit() for _ in range(12)]

    origin = origin_at(repository.folder, base)
    assert origin.lost is not None
    lost = origin.lost(made[-1])

    assert (lost.how_many, len(lost.commits), lost.is_known, lost.is_shallow) == (12, 10, True, False)
    assert lost.commits[0] == (made[-1], AUTHOR, "a change")
    assert [one.id for one in lost.commits] == made[:1:-1]


def test_what_is_given_up_is_no_loss(repository: GitRepository) -> None:
    base = repository.git("rev-parse", "HEAD")
    given_up = repository.commit()
    beyond = repository.commit()

    origin = origin_at(repository.folder, base, given_up=given_up)

    assert origin.lost is not None
    assert origin.lost(given_up) == Lost()
    assert origin.lost(beyond).how_many == 1


def test_a_commit_that_is_not_here_is_not_known(repository: GitRepository) -> None:
    origin = origin_of(repository.folder / "definition")

    assert origin.lost is not None
    assert origin.lost("0" * 39 + "1") == Lost(is_known=False)


def test_a_shallow_clone_says_that_it_is_one(repository: GitRepository, tmp_path: Path) -> None:
    deployed = repository.git("rev-parse", "HEAD")
    repository.commit()
    clone = tmp_path / "clone"
    url = repository.folder.as_uri()
    subprocess.run(["git", "clone", "-q", "--depth=1", url, clone], check=True, capture_output=True)

    origin = origin_of(clone / "definition")

    assert origin.provenance.commit == repository.git("rev-parse", "HEAD")
    assert origin.lost is not None
    assert origin.lost(deployed) == Lost(is_known=False, is_shallow=True)


def test_a_commit_that_is_not_there_is_told(repository: GitRepository) -> None:
    with pytest.raises(UsageError, match="git: bad object"):
        origin_at(repository.folder, "0" * 39 + "1")
