"""What a push brings is judged from its commits; nothing is deployed that no branch is named for."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.git_repositories import GitRepository, broken, new_repository, sound
from workflow_updater.cli import main
from workflow_updater.commands.hook_pre_push import Pushed, read_pushed
from workflow_updater.errors import UsageError

FILE = "workflows/orders/definition.asl.json"
ZEROS = "0" * 40
A, B = "a" * 40, "b" * 40
SLOW = ("boto3", "botocore", "jinja2", "yaml", "jsonpatch", "rich")


def push(monkeypatch: pytest.MonkeyPatch, *lines: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return main(["hook", "pre-push", "origin", "https://example.org/orders.git"])


def test_branches_are_read_and_nothing_else() -> None:
    lines = [
        f"refs/heads/a {A} refs/heads/main {B}\n",
        f"HEAD {A} refs/heads/new/one {ZEROS}\n",
        f"(delete) {ZEROS} refs/heads/gone {B}\n",
        f"refs/tags/v1 {A} refs/tags/v1 {ZEROS}\n",
        "\n",
    ]

    assert [Pushed("main", A, B), Pushed("new/one", A, "")] == list(read_pushed(lines))


def test_what_git_would_not_say_is_told(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match="not a line of git's pre-push: hello"):
        list(read_pushed(["hello\n"]))
    assert push(monkeypatch, "hello") == 2


def test_what_is_pushed_is_judged_without_any_mapping(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = repository.commit(**{FILE: sound(), "workflows.toml": '[workflows.orders]\nstack = "orders"\n'})
    new = repository.commit(**{FILE: broken()})
    repository.commit(**{FILE: sound()})

    code = push(monkeypatch, f"refs/heads/main {new} refs/heads/main {old}")

    assert code == 3
    told = capsys.readouterr()
    assert f"{FILE}:6:7 E107" in told.out and "the pushed workflows have 1 error" in told.err


def test_a_sound_push_without_a_mapping_asks_no_aws(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commit = repository.commit(**{FILE: sound(), "workflows.toml": '[workflows.orders]\nstack = "orders"\n'})

    assert push(monkeypatch, f"refs/heads/main {commit} refs/heads/main {ZEROS}") == 0
    assert ("", "") == capsys.readouterr()


def test_each_of_several_branches_is_judged(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = repository.commit(**{FILE: sound()})
    first = repository.commit(**{FILE: broken()})
    second = repository.commit(**{FILE: sound(2)})

    code = push(monkeypatch, f"refs/heads/a {first} refs/heads/a {old}", f"refs/heads/b {second} refs/heads/b {old}")

    assert (3, 1) == (code, capsys.readouterr().out.count("E107"))


def test_a_new_branch_is_judged_for_what_it_adds_to_the_remote(
    repository: GitRepository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repository.git("remote", "add", "origin", str(new_repository(tmp_path / "remote").folder))
    repository.commit(**{"old.asl.json": broken()})
    repository.git("push", "-q", "origin", "main:seen", "main:seen-too")
    sound_one = repository.commit(**{FILE: sound()})
    broken_one = repository.commit(**{FILE: broken()})

    code = push(monkeypatch, f"refs/heads/main {sound_one} refs/heads/new {ZEROS}")
    told = capsys.readouterr().out

    assert (0, "") == (code, told)
    assert push(monkeypatch, f"refs/heads/main {broken_one} refs/heads/new {ZEROS}") == 3
    assert "old.asl.json" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("3", "environments.test.branch must be text in quotes, not 3"),
        ('""', "environments.test.branch: '' is no name of a branch"),
        ('"refs/heads/main"', "environments.test.branch: 'refs/heads/main' is no name of a branch"),
        ('"release/*"', "environments.test.branch: 'release/*' is no name of a branch"),
        ('"-f"', "environments.test.branch: '-f' is no name of a branch"),
    ],
)
def test_a_branch_is_one_branch(
    repository: GitRepository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    value: str,
    told: str,
) -> None:
    commit = repository.commit(**{FILE: sound(), "workflows.toml": f"[environments.test]\nbranch = {value}\n"})

    assert push(monkeypatch, f"refs/heads/main {commit} refs/heads/main {ZEROS}") == 2
    assert f"workflows.toml:2: {told}" in capsys.readouterr().err


def test_a_push_that_changes_no_workflow_waits_for_nothing(repository: GitRepository) -> None:
    toml = '[workflows.orders]\nstack = "orders"\n[environments.test]\nbranch = "main"\n'
    template = {"workflows/mail/definition.asl.yaml.j2": "StartAt: {{ name }}"}
    old = repository.commit(**{FILE: sound(), "workflows.toml": toml, **template})
    new = repository.commit(**{"src/main.py": "print()"})
    code = (
        "import sys; from workflow_updater.cli import main; code = main(['hook', 'pre-push', 'origin', 'url']); "
        f"sys.exit(code or ', '.join(set({SLOW}) & set(sys.modules)) or 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=repository.folder,
        input=f"refs/heads/main {new} refs/heads/main {old}\n",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


def test_the_embedded_cloud_is_no_place_for_a_push(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hook", "pre-push", "--local"]) == 2
    assert "deploy --local" in capsys.readouterr().err
