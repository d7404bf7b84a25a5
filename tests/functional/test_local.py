"""`--local`: one command, no account, nothing prepared."""

from __future__ import annotations

import json

from tests.functional.pushing import BYE, HELLO
from workflow_updater.cli import main
from workflow_updater.local_cloud import supervisor


def test_one_command_in_an_empty_folder_ends_with_a_running_workflow(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_PROFILE", "a-profile-of-a-real-account")
    (tmp_path / "hello.asl.json").write_text(json.dumps(HELLO))

    code = main(["--local", "--stack", "hello", "--workflow", "hello.asl.json", "--run", "{}", "--json"])

    told = json.loads(capsys.readouterr().out)
    ran = told["execution"]
    assert code == 0
    assert ("updated", "SUCCEEDED", "hello") == (told["ended"], ran["status"], ran["output"])
    assert supervisor.status(supervisor.default_folder()) is None


def test_the_running_one_is_used_and_left_running(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    running = supervisor.up(supervisor.default_folder())
    try:
        for definition in (HELLO, BYE):
            (tmp_path / "flow.asl.json").write_text(json.dumps(definition))

            assert main(["--local", "--stack", "flow", "--workflow", "flow.asl.json"]) == 0

        assert supervisor.status(supervisor.default_folder()) == running
        assert "starting the embedded cloud" not in capsys.readouterr().err
    finally:
        supervisor.down(supervisor.default_folder())


def test_local_and_another_account_exclude_each_other(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(["status", "--stack", "s", "--local", "--profile", "mine"]) == 2
    assert "--local" in capsys.readouterr().err


def test_a_plan_in_an_empty_cloud_says_who_makes_the_stack(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hello.asl.json").write_text(json.dumps(HELLO))

    assert main(["plan", "--local", "--stack", "hello", "--workflow", "hello.asl.json"]) == 2

    told = capsys.readouterr().err
    assert "has no stack hello yet, and a plan makes none" in told
    assert "`deploy --local`" in told
