"""Hooks of ours stand beside those of others, and go without a trace."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.git_repositories import GitRepository, broken, new_repository, sound
from workflow_updater.cli import main
from workflow_updater.commands.hook_install import HOOKS, hook_text

FILE = "workflows/orders/definition.asl.json"
THEIRS = '#!/bin/sh\necho "theirs $*" >> "$(git rev-parse --show-toplevel)/theirs.log"\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    made = new_repository(tmp_path / "my répo")
    monkeypatch.chdir(made.folder)
    return made


def hooks(repository: GitRepository) -> Path:
    return repository.folder / ".git" / "hooks"


def files(folder: Path) -> dict[str, tuple[str, int]]:
    found = (file for file in folder.glob("*") if file.suffix != ".sample")
    return {file.name: (file.read_text("utf-8"), file.stat().st_mode) for file in found}


def write_hook(file: Path, text: str, *, mode: int = 0o755) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    file.chmod(mode)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["hook", "install", *words]) == 2
    return capsys.readouterr().err


def test_both_hooks_are_executable_and_name_no_place(repository: GitRepository) -> None:
    assert main(["hook", "install"]) == 0

    for hook in HOOKS:
        assert os.access(hooks(repository) / hook, os.X_OK)
        assert str(repository.folder) not in (hooks(repository) / hook).read_text("utf-8")


@pytest.mark.parametrize("hook", HOOKS)
def test_one_of_them_alone(repository: GitRepository, hook: str) -> None:
    assert main(["hook", "install", f"--{hook}"]) == 0
    assert {hook} == files(hooks(repository)).keys()


@pytest.mark.parametrize("hook", HOOKS)
def test_the_shell_understands_the_hooks(hook: str) -> None:
    done = subprocess.run(["sh", "-n"], input=hook_text(hook), text=True, capture_output=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_a_commit_runs_the_hook(repository: GitRepository) -> None:
    main(["hook", "install"])
    repository.write(FILE, broken())
    repository.git("add", ".")

    refused = repository.try_git("commit", "-m", "broken")

    assert refused.returncode == 1
    assert f"{FILE}:6:7 E107" in refused.stderr
    assert repository.try_git("rev-parse", "HEAD").returncode, "there must be no commit"


@pytest.mark.parametrize("bypass", [("--no-verify", {}), ("--quiet", {"DEPLOY_WORKFLOW_SKIP": "1"})])
def test_the_hook_can_be_bypassed(repository: GitRepository, bypass: tuple[str, dict[str, str]]) -> None:
    main(["hook", "install"])
    repository.write(FILE, broken())
    repository.git("add", ".")

    repository.git("commit", "-m", "broken", bypass[0], **bypass[1])

    assert "broken" == repository.git("log", "-1", "--format=%s").strip()


def test_a_part_of_the_files_can_be_committed(repository: GitRepository) -> None:
    main(["hook", "install"])
    repository.commit(other="x", **{FILE.replace("/", "__"): sound()})
    repository.write(FILE, broken())
    repository.write("other", "y")

    repository.git("commit", "-m", "only the other", "other")
    refused = repository.try_git("commit", "-m", "all of it", "-a")

    assert (1, True) == (refused.returncode, "E107" in refused.stderr)


def test_doing_it_again_changes_nothing(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    write_hook(hooks(repository) / "pre-commit", THEIRS)
    main(["hook", "install"])
    once = files(hooks(repository))

    assert main(["hook", "install"]) == 0

    assert once == files(hooks(repository))
    assert "is installed already" in capsys.readouterr().out


def test_the_hook_that_was_there_runs_first_and_comes_back(repository: GitRepository) -> None:
    for hook in HOOKS:
        write_hook(hooks(repository) / hook, THEIRS)
    before = files(hooks(repository))
    main(["hook", "install"])

    repository.git("commit", "-q", "--allow-empty", "-m", "one")
    ran = (repository.folder / "theirs.log").read_text("utf-8")
    main(["hook", "install", "--uninstall"])

    assert ran == "theirs \n"
    assert before == files(hooks(repository))


def test_the_hook_that_was_there_still_refuses(repository: GitRepository) -> None:
    write_hook(hooks(repository) / "pre-commit", "#!/bin/sh\necho no >&2\nexit 7\n")
    main(["hook", "install"])

    refused = repository.try_git("commit", "--allow-empty", "-m", "one")

    assert (1, "no\n") == (refused.returncode, refused.stderr)


def test_a_hook_that_git_ignored_is_not_run_by_ours(repository: GitRepository) -> None:
    write_hook(hooks(repository) / "pre-commit", "#!/bin/sh\nexit 7\n", mode=0o644)
    main(["hook", "install"])

    repository.git("commit", "-q", "--allow-empty", "-m", "one")
    main(["hook", "install", "--uninstall"])

    assert not os.access(hooks(repository) / "pre-commit", os.X_OK)


def test_both_hooks_before_a_push_read_what_is_pushed(repository: GitRepository, tmp_path: Path) -> None:
    write_hook(hooks(repository) / "pre-push", f'#!/bin/sh\ncat > "{tmp_path}/seen"\n')
    main(["hook", "install"])
    new_repository(tmp_path / "remote").git("config", "receive.denyCurrentBranch", "ignore")
    commit = repository.commit(**{FILE.replace("/", "__"): broken()})

    refused = repository.try_git("push", str(tmp_path / "remote"), "main")

    zeros = "0" * 40
    assert f"refs/heads/main {commit} refs/heads/main {zeros}\n" == (tmp_path / "seen").read_text("utf-8")
    assert (1, True) == (refused.returncode, "E107" in refused.stdout)


def test_uninstalling_leaves_alone_what_is_not_ours(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    write_hook(hooks(repository) / "pre-commit", THEIRS)
    before = files(hooks(repository))

    assert main(["hook", "install", "--uninstall"]) == 0

    assert before == files(hooks(repository))
    assert "left alone" in capsys.readouterr().out


def test_two_hooks_of_others_are_not_lost(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    write_hook(hooks(repository) / "pre-commit", THEIRS)
    main(["hook", "install"])
    write_hook(hooks(repository) / "pre-commit", "#!/bin/sh\n# another\n")
    before = files(hooks(repository))

    assert "neither is ours" in refused(capsys)
    assert before == files(hooks(repository))


def test_a_link_that_was_there_comes_back_as_a_link(repository: GitRepository) -> None:
    hooks(repository).mkdir(exist_ok=True)
    (hooks(repository) / "pre-commit").symlink_to("../../nowhere.sh")

    main(["hook", "install"])
    main(["hook", "install", "--uninstall"])

    assert "../../nowhere.sh" == str((hooks(repository) / "pre-commit").readlink())


def test_core_hookspath_is_respected(repository: GitRepository) -> None:
    repository.git("config", "core.hooksPath", "git hooks")

    main(["hook", "install"])

    assert {*HOOKS} == files(repository.folder / "git hooks").keys()
    assert {} == files(hooks(repository))


def test_a_folder_of_hooks_for_all_repositories_is_not_written(
    repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    everywhere = tmp_path / "everywhere"
    (tmp_path / "gitconfig").write_text(f"[core]\n\thooksPath = {everywhere}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))

    said = refused(capsys)

    assert str(everywhere) in said and "git config core.hooksPath" in said
    assert not everywhere.exists()


def test_a_linked_work_tree_has_the_hooks_of_its_repository(
    repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{FILE.replace("/", "__"): sound()})
    linked = GitRepository(tmp_path / "linked")
    repository.git("worktree", "add", "-q", str(linked.folder), "-b", "other")
    monkeypatch.chdir(linked.folder)

    main(["hook", "install"])
    linked.write(FILE, broken())
    refused = linked.try_git("commit", "-a", "-m", "broken")

    assert {*HOOKS} == files(hooks(repository)).keys()
    assert (1, True) == (refused.returncode, "E107" in refused.stderr)


@pytest.mark.parametrize(
    ("name", "text", "cure"),
    [
        ("pre-commit", "#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n", "config.yaml"),
        ("lefthook", "#!/bin/sh\ncall_lefthook run pre-commit\n", "lefthook.yml"),
        ("husky", "#!/bin/sh\n# husky\n", ".husky/pre-commit"),
    ],
)
def test_hooks_of_a_framework_are_told_what_to_do(
    repository: GitRepository, capsys: pytest.CaptureFixture[str], name: str, text: str, cure: str
) -> None:
    write_hook(hooks(repository) / "pre-commit", text)
    before = files(hooks(repository))

    said = refused(capsys)

    assert f"{name} writes the hooks" in said and cure in said
    assert before == files(hooks(repository))


def test_the_folder_of_husky_is_known(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("config", "core.hooksPath", ".husky/_")

    assert ".husky/pre-commit" in refused(capsys)
    assert not (repository.folder / ".husky").exists()


def test_the_program_is_found_in_the_checkout(repository: GitRepository) -> None:
    bare = GitRepository(repository.folder, path="/usr/local/bin:/usr/bin:/bin")
    main(["hook", "install"])
    program = repository.folder / ".venv" / "bin" / "deploy-workflow"
    write_hook(program, '#!/bin/sh\necho "ran $*"\nexit 3\n')

    found = bare.try_git("commit", "--allow-empty", "-m", "one")

    assert (1, "ran hook pre-commit\n") == (found.returncode, found.stderr)


def test_a_program_that_the_repository_brings_is_not_run(repository: GitRepository) -> None:
    bare = GitRepository(repository.folder, path="/usr/local/bin:/usr/bin:/bin")
    main(["hook", "install"])
    write_hook(repository.folder / ".venv" / "bin" / "deploy-workflow", "#!/bin/sh\ntouch was-run\n")
    repository.commit()

    refused = bare.try_git("commit", "--allow-empty", "-m", "one")

    assert not (repository.folder / "was-run").exists()
    assert "neither on the PATH nor in .venv" in refused.stderr and "DEPLOY_WORKFLOW_SKIP=1" in refused.stderr


def test_what_was_done_is_told_to_programs(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hook", "install", "--pre-push", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert Path(told["folder"]).resolve() == hooks(repository).resolve()
    assert told["hooks"].keys() == {"pre-push"}


def test_what_install_does_not_take_is_told(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    assert "hook install takes no pre-push" in refused(capsys, "pre-push")
    assert {} == files(hooks(repository))


def test_outside_of_a_repository_there_is_nothing_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert "is in no git repository" in refused(capsys)


def test_a_deployment_that_is_killed_stops_the_push(repository: GitRepository, tmp_path: Path) -> None:
    main(["hook", "install", "--pre-push"])
    write_hook(tmp_path / "programs" / "deploy-workflow", "#!/bin/sh\nkill -9 $$\n")
    killed = GitRepository(repository.folder, path=f"{tmp_path / 'programs'}:{repository.path}")
    remote = new_repository(tmp_path / "remote")
    repository.commit()

    refused = killed.try_git("push", str(remote.folder), "main:pushed")

    assert refused.returncode == 1
    assert "" == remote.git("branch", "--list", "pushed")
