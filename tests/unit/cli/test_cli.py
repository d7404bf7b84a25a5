from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.plan.pushing import HELLO, cloud_with
from workflow_updater import account, cli
from workflow_updater.cli import main
from workflow_updater.commands import validate
from workflow_updater.core.release_note import read_description
from workflow_updater.errors import Interrupted, StillRunning

ROOT = Path(__file__).parents[3]


@pytest.fixture
def hello(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hello.asl.json").write_text(json.dumps(HELLO))
    return "hello.asl.json"


@pytest.fixture
def cloud(monkeypatch) -> FakeCloud:
    cloud = cloud_with()
    monkeypatch.setattr(account, "open_account", lambda *_: cloud.ports)
    return cloud


def failing(monkeypatch, error):
    def run(*_):
        raise error

    monkeypatch.setattr(validate, "run", run)
    return main(["validate", "x.json"])


def test_deploy_is_meant_when_the_first_word_is_no_verb(hello, cloud, capsys):
    assert main(["--stack", "orders", "--workflow", hello]) == 0
    assert main(["deploy", "--stack", "orders", "--workflow", hello]) == 0

    assert ["runs", "runs"] == [line.split()[2] for line in capsys.readouterr().out.splitlines()]


def test_the_first_versions_flags_mean_the_same(hello, cloud, capsys):
    flags = ["--StackName", "orders", "--SourceFileName", hello, "--Bucket", next(iter(cloud.objects.buckets))]

    assert main([*flags, "--Description", "a1b2", "-c", "STANDARD_IA"]) == 0

    request = next(call[1] for call in cloud.stacks.calls if call[0] == "create_change_set")
    note = read_description(request.description)
    assert note is not None
    assert note.description == "a1b2"


@pytest.mark.parametrize("missing", [["--stack", "orders"], ["--workflow", "hello.asl.json"], []])
def test_a_missing_flag_is_a_usage_error(hello, missing, capsys):
    assert main(["deploy", *missing]) == 2
    assert "missing" in capsys.readouterr().err


def test_an_unknown_flag_says_where_the_flags_are_explained(capsys):
    assert main(["validate", "--nope", "x"]) == 2
    assert "validate --help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["depoly", "--stack", "s"], "there is no verb depoly", "did you mean deploy?"),
        (["sideways", "install"], "there is no verb sideways", "verbs: deploy, plan"),
        (["--json", "local", "status"], "deploy does not know local status", "deploy-workflow local …"),
        (["deploy", "orders"], "deploy does not know orders", "--workflow orders"),
        (["validate", "-f", "orders"], "validate does not know -f", "deploy-workflow validate WORKFLOW"),
        (["diff", "--against", "HEAD", "--workflow", "orders"], "not know --workflow", "deploy-workflow diff WORKFLOW"),
        (["--stak", "orders"], "deploy does not know --stak orders", "did you mean --stack?"),
        (["history", "orders"], "history does not know orders", "--stack orders"),
        (["deploy", "--bogus"], "deploy does not know --bogus", "deploy-workflow deploy --help"),
        (["render"], "render needs WORKFLOW", "deploy-workflow render --help"),
        (["hook"], "hook needs install", "deploy-workflow hook --help"),
        (["history", "-n", "few"], "a number from 1 on, not few", "--help"),
        (["history", "-n", "0"], "a number from 1 on, not 0", "--help"),
        (["run", "--environmint", "test"], "not know --environmint test", "did you mean --environment?"),
        (["local", "sideways"], "sideways", "--help"),
        (["deploy", "--timeout", "0"], "--timeout: seconds, more than 0, not 0", "--help"),
        (["deploy", "--timeout", "soon"], "--timeout: seconds, more than 0, not soon", "--help"),
        (["deploy", "--wait", "-1"], "--wait: seconds, 0 or more, not -1", "--help"),
    ],
)
def test_a_call_that_is_not_understood_is_told_in_text_and_in_json(capsys, arguments, error, hint):
    assert main([*arguments, "--json"]) == 2

    told = capsys.readouterr()
    value = json.loads(told.out)
    assert error in value["error"]
    assert hint in value["hint"]
    assert f"error: {value['error']}\n  → {value['hint']}\n" == told.err


@pytest.mark.parametrize("wanted", [["--json"], ["--format", "json"], ["--format=json"]])
def test_validate_answers_json_even_when_there_is_nothing_to_validate(tmp_path, monkeypatch, capsys, wanted):
    monkeypatch.chdir(tmp_path)

    assert main(["validate", *wanted, "nope.json"]) == 2
    assert "nope.json" in json.loads(capsys.readouterr().out)["error"]


def test_ctrl_c_while_the_stack_is_read_says_that_it_is_as_it_was(hello, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(account, "open_account", lambda *_: None)
    monkeypatch.setattr("workflow_updater.plan.preparation.take_snapshot", interrupted)
    for verb in ("plan", "deploy"):
        assert main([verb, "--json", "--stack", "orders", "--workflow", hello]) == 130

        assert "the stack is as it was" in json.loads(capsys.readouterr().out)["error"]


def test_a_definition_that_workflows_toml_names_in_vain_is_told_with_its_place(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workflows.toml").write_text('[workflows.orders]\nstack = "orders"\ndefinition = "orderz.asl.json"\n')

    assert main(["plan", "--workflow", "orders"]) == 2

    told = capsys.readouterr().err
    assert "orderz.asl.json" in told
    assert f"{tmp_path / 'workflows.toml'} names it as the definition of orders" in told


def test_an_environment_without_workflows_toml_is_told_so(hello, tmp_path, capsys):
    assert main(["plan", "--stack", "orders", "--workflow", hello, "--environment", "prod"]) == 2
    assert f"{tmp_path / 'workflows.toml'} would, but does not exist" in capsys.readouterr().err


def test_no_word_at_all_shows_the_verbs_and_is_a_usage_error(capsys):
    assert main([]) == 2
    assert "bootstrap" in capsys.readouterr().err


def test_help_lists_every_verb(capsys):
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert [] == [verb for verb in cli.VERBS if verb not in told]


def test_help_is_understood_as_a_word_too(capsys):
    assert main(["help"]) == 0
    assert "verbs:" in capsys.readouterr().out
    assert main(["help", "plan"]) == 0
    assert capsys.readouterr().out.startswith("usage: deploy-workflow plan")


def test_a_caller_that_has_closed_stdout_and_stderr_is_no_bug(hello):
    closing = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", sys.executable, "-m", "workflow_updater", "validate", hello]

    assert subprocess.run(closing, check=False).returncode == 0


@pytest.mark.parametrize("arguments", [["render"], ["validate", "--json"]])
def test_a_full_disk_behind_stdout_is_told_once(hello, monkeypatch, capsys, arguments):
    class Full(io.StringIO):
        def write(self, text):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sys.stdout", Full())

    assert main([*arguments, hello]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "error: No space left on device"


def test_the_version_is_told(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("deploy-workflow 0.")


def test_every_verb_explains_its_flags(capsys):
    assert [0] * len(cli.VERBS) == [main([verb, "--help"]) for verb in cli.VERBS]


def test_an_error_ends_with_its_exit_code_and_its_cure(monkeypatch, capsys):
    assert failing(monkeypatch, StillRunning("still at work", hint="look again")) == 7
    assert capsys.readouterr().err == "error: still at work\n  → look again\n"


def test_an_error_is_one_object_with_json(monkeypatch, capsys):
    def run(*_):
        raise StillRunning("still at work", hint="look again")

    monkeypatch.setattr(validate, "run", run)
    main(["validate", "x.json", "--json"])

    assert json.loads(capsys.readouterr().out) == {"error": "still at work", "hint": "look again", "exit_code": 7}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), Interrupted("interrupted")])
def test_ctrl_c_ends_with_130(monkeypatch, capsys, error):
    assert failing(monkeypatch, error) == 130
    assert capsys.readouterr().err == "error: interrupted\n"


def test_a_bug_of_ours_ends_with_70_and_a_report_that_can_be_sent(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert failing(monkeypatch, KeyError("oops")) == 70

    (report,) = tmp_path.glob("deploy-workflow-*.log")
    assert str(report) in capsys.readouterr().err
    assert "KeyError: 'oops'" in report.read_text()
    assert "called with: validate x.json" in report.read_text()


def test_the_report_of_a_bug_is_its_finders_own_and_has_no_values(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(validate, "run", lambda *_: {}["oops"])

    assert main(["validate", "--var", "a=hunter1", "--var=b=hunter2", "x.json", "--environment=e"]) == 70

    (report,) = tmp_path.glob("deploy-workflow-*.log")
    assert "called with: validate --var … --var=… x.json --environment=e" in report.read_text()
    assert "hunter" not in report.read_text()
    assert 0o600 == report.stat().st_mode & 0o777


def test_what_the_system_refuses_is_no_bug(hello, monkeypatch, capsys):
    code = main(["validate", "x" * 300 + ".json"])

    assert code == 2
    assert "File name too long" in capsys.readouterr().err

    assert failing(monkeypatch, OSError(28, "No space left on device")) == 2
    assert capsys.readouterr().err == "error: No space left on device\n"


def test_a_missing_dependency_is_no_bug(monkeypatch, capsys):
    assert failing(monkeypatch, ModuleNotFoundError("no", name="boto3.session")) == 2
    assert "make setup" in capsys.readouterr().err


def test_a_module_of_ours_that_is_missing_is_a_bug(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert failing(monkeypatch, ModuleNotFoundError("no", name="workflow_updater.nothing")) == 70


def test_a_declined_push_changes_nothing(hello, cloud, monkeypatch, capsys):
    monkeypatch.setattr("workflow_updater.screen.Screen.is_interactive", True)
    monkeypatch.setattr("workflow_updater.screen.Screen.confirm", lambda *_: False)

    assert main(["--stack", "orders", "--workflow", hello]) == 4
    assert [] == cloud.writes
    assert main(["--stack", "orders", "--workflow", hello, "--yes"]) == 0


def test_an_execution_that_fails_after_the_push_ends_with_1(hello, cloud, capsys):
    cloud.machines.outcome.status = "FAILED"
    cloud.machines.outcome.error = "Boom"

    assert main(["--stack", "orders", "--workflow", hello, "--run", "{}"]) == 1
    assert "Boom" in capsys.readouterr().err


def test_an_input_that_is_no_json_stops_before_anything_is_pushed(hello, cloud):
    assert main(["--stack", "orders", "--workflow", hello, "--run", "{"]) == 2
    assert [] == cloud.stacks.calls


def test_a_reader_that_goes_away_is_no_bug(hello):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "workflow_updater", "validate", hello, "--json"]

    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, cwd=Path.cwd())
    os.close(write)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr


def test_validate_loads_nothing_that_a_commit_hook_would_wait_for(hello):
    script = (
        "import sys; from workflow_updater.cli import main; code = main(['validate', 'hello.asl.json']); "
        "slow = {'boto3', 'botocore', 'rich', 'cfn_flip', 'yaml', 'jinja2', 'concurrent.futures', 'asyncio'}; "
        "sys.exit(code or ', '.join(slow & set(sys.modules)) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr.partition("\n")[2])


def test_workflows_toml_says_where_a_workflow_goes(cloud, tmp_path, monkeypatch, capsys):
    (tmp_path / ".git").mkdir()
    (tmp_path / "flow.asl.json").write_text(json.dumps(HELLO))
    (tmp_path / "workflows.toml").write_text(
        '[workflows.orders]\ndefinition = "flow.asl.json"\nstack = "orders"\nresource = "Orders"\n'
    )
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")

    assert main(["--workflow", "orders"]) == 0
    assert capsys.readouterr().out.startswith("orders: Orders runs")


@pytest.fixture
def by_environment(hello, tmp_path):
    """A workflow whose stack only the environment `test` names."""
    Path(hello).rename(tmp_path / "flow.asl.json")
    (tmp_path / "workflows.toml").write_text(
        '[workflows.orders]\ndefinition = "flow.asl.json"\n[environments.test.workflows.orders]\nstack = "orders"\n'
    )


@pytest.mark.parametrize("verb", ["deploy", "plan", "status", "run", "history", "blame", "rollback"])
def test_a_stack_that_only_environments_name_is_told_with_them(by_environment, cloud, capsys, verb):
    assert main([verb, "--workflow", "orders"]) == 2
    assert "→ --environment test names it" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["deploy", "plan", "status", "run", "history", "blame", "rollback"])
def test_who_asked_for_an_environment_is_sent_to_no_other_one(by_environment, cloud, tmp_path, capsys, verb):
    with (tmp_path / "workflows.toml").open("a") as file:
        file.write("[environments.dev]\n")

    assert main([verb, "--workflow", "orders", "--environment", "dev"]) == 2
    assert "→ --stack names it, or workflows.toml does for environment dev" in capsys.readouterr().err


def test_an_execution_starts_where_workflows_toml_says(by_environment, cloud, capsys):
    assert main(["run", "--workflow", "orders", "--environment", "test"]) == 0
    assert "SUCCEEDED" in capsys.readouterr().err


@pytest.mark.parametrize(("given", "meant"), [("helo.asl.json", "hello.asl.json"), ("workflos/x", "check the name")])
def test_a_path_with_a_typo_is_told_with_the_one_that_is_there(hello, capsys, given, meant):
    assert main(["plan", "--stack", "orders", "--workflow", given]) == 2
    assert meant in capsys.readouterr().err


def test_an_environment_that_is_not_in_workflows_toml_stops_before_aws(hello, cloud, capsys):
    assert main(["--stack", "orders", "--workflow", hello, "--environment", "prod"]) == 2
    assert [] == cloud.stacks.calls
