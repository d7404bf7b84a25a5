from __future__ import annotations

from pathlib import Path

import pytest

from workflow_updater.cli import main
from workflow_updater.errors import UsageError
from workflow_updater.repository import EnvironmentEntry, Repository, WorkflowEntry, read_repository
from workflow_updater.settings import Flags, Settings, bucket_for, settings_for

TOML = """
bucket = "all"
region = "eu-west-1"

[validation]
ignore = ["W501"]

[workflows.orders]
definition = "flows/orders.asl.yaml"
stack = "orders-stack"
resource = "Orders"
bucket = "orders-bucket"
ignore = ["W201", "E999"]
require_permissions = true
require_tests = true
type = "EXPRESS"

[environments.test]
profile = "tester"
region = "eu-north-1"
patches = ["overlays/test.json", "overlays/{workflow}.yaml"]
branch = "testing"
remote = "upstream"

[environments.test.variables]
retries = 3
queues = ["a", "b"]
limits = { wait = 2.5, strict = false }

[environments.test.workflows.orders]
stack = "orders-test"
"""


def repository(tmp_path, text=TOML):
    (tmp_path / ".git").mkdir(exist_ok=True)
    (tmp_path / "workflows.toml").write_text(text)
    (tmp_path / "deep" / "er").mkdir(parents=True, exist_ok=True)
    return read_repository(tmp_path / "deep" / "er")


def test_the_file_at_the_root_of_the_repository_counts_from_every_folder_in_it(tmp_path):
    read = repository(tmp_path)

    assert read.root == tmp_path
    assert ("W501",) == read.ignore
    assert read.workflows["orders"] == WorkflowEntry(
        definition="flows/orders.asl.yaml",
        stack="orders-stack",
        resource="Orders",
        bucket="orders-bucket",
        ignore=("W201", "E999"),
        require_permissions=True,
        require_tests=True,
        type="EXPRESS",
    )
    assert read.environment("test") == EnvironmentEntry(
        profile="tester",
        region="eu-north-1",
        variables={"retries": 3, "queues": ["a", "b"], "limits": {"wait": 2.5, "strict": False}},
        patches=("overlays/test.json", "overlays/{workflow}.yaml"),
        workflows={"orders": {"stack": "orders-test"}},
        branch="testing",
        remote="upstream",
    )


def test_an_environment_may_name_another_stack_for_a_workflow(tmp_path):
    read = repository(tmp_path)

    assert ("orders-stack", "Orders") == read.workflow("orders")[1:3]
    assert ("orders-test", "Orders") == read.workflow("orders", "test")[1:3]
    assert WorkflowEntry() == read.workflow("unknown", "test")


def test_a_folder_without_the_file_says_nothing(tmp_path):
    assert read_repository(tmp_path) == Repository(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("buckett = 'x'", "unknown key buckett"),
        ("[workflows.orders]\nstak = 'x'", "unknown key workflows.orders.stak"),
        ("[environments.test]\nvars = {}", "unknown key environments.test.vars"),
        (
            "[environments.test.workflows.orders]\nbucket = 'x'",
            r"unknown key environments\.test\.workflows\.orders\.bucket",
        ),
        ("bucket = 7", "bucket must be text"),
        ("workflows = 7", "workflows must be a table"),
        ("[workflows]\norders = 'x'", r"workflows\.orders must be a table"),
        ("[validation]\nignore = 'W501'", r"validation\.ignore must be an array of texts"),
        ("[validation]\nignore = ['next']", r"validation\.ignore: next is no id of a rule"),
        ("[workflows.orders]\nrequire_tests = 'yes'", r"orders\.require_tests must be true or false"),
        ("[workflows.orders]\ntype = 'express'", r"orders\.type must be STANDARD or EXPRESS"),
        ("[environments.test]\npatches = [1]", r"test\.patches must be an array of texts"),
        ("[environments.test.variables]\nin-hours = 1", r"test\.variables: a template cannot use the name in-hours"),
        ("[environments.test.variables]\nday = 2026-11-21", r"test\.variables\.day: JSON has no 2026-11-21"),
        ("[environments.test.variables]\nday = [{a = nan}]", r"test\.variables\.day\.a: JSON has no nan"),
        ("bucket = ", "not TOML"),
        ("a = " + "[" * 2000, "not TOML"),
        ('[workflows.orders]\ndefinition = "a\\u0000"', r"workflows\.orders\.definition has a zero byte in it"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path, text, words):
    with pytest.raises(UsageError, match=words) as error:
        repository(tmp_path, text)

    assert str(tmp_path / "workflows.toml") in error.value.message


def test_all_that_is_wrong_is_told_at_once_with_its_lines(tmp_path):
    text = """region = "eu-west-1"

[workflows.orders]
definiton = "x"          # a key that was mistyped
stack = 3
[workflows.mail]
ignore = [
    "next",
]

[enviroments.test]
"""
    with pytest.raises(UsageError) as error:
        repository(tmp_path, text)

    file = tmp_path / "workflows.toml"
    assert error.value.message.splitlines() == [
        f"{file} has 4 errors",
        f"  {file}:4: unknown key workflows.orders.definiton → did you mean definition?",
        f"  {file}:5: workflows.orders.stack must be text in quotes, not 3",
        f'  {file}:7: workflows.mail.ignore: next is no id of a rule → ids are like "W501"; docs/rules.md has them',
        f"  {file}:11: unknown key enviroments → did you mean environments?",
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[workflows.orders]\nstak = 'x'", "did you mean stack?"),
        (
            "[environments.test]\ncolour = 'x'",
            "known here: branch, bucket, patches, profile, region, remote, variables, workflows",
        ),
        ("[workflows]\norders = 'x'", "[workflows.orders]"),
        ("workflows = 7", "[workflows.NAME]"),
    ],
)
def test_a_wrong_file_is_told_with_its_cure(tmp_path, text, hint):
    with pytest.raises(UsageError) as error:
        repository(tmp_path, text)

    assert hint in error.value.hint


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "workflows.toml").mkdir()

    with pytest.raises(UsageError, match=r"workflows\.toml cannot be read: Is a directory"):
        read_repository(tmp_path)


def test_an_unknown_environment_lists_the_known_ones(tmp_path):
    with pytest.raises(UsageError, match="environment prod") as error:
        repository(tmp_path).environment("prod")

    assert error.value.hint == "environments there: test"


@pytest.mark.parametrize(
    ("flags", "environ", "region"),
    [
        (Flags(region="us-east-1"), {"AWS_REGION": "us-west-1"}, "us-east-1"),
        (Flags(), {"AWS_REGION": "us-west-1", "AWS_DEFAULT_REGION": "us-west-2"}, "us-west-1"),
        (Flags(), {"AWS_DEFAULT_REGION": "us-west-2"}, "us-west-2"),
        (Flags(), {}, "eu-west-1"),
        (Flags(environment="test"), {"AWS_REGION": "us-west-1"}, "eu-north-1"),
        (Flags(environment="test", region="us-east-1"), {}, "us-east-1"),
    ],
)
def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path, flags, environ, region):
    assert settings_for(flags, environ, repository(tmp_path)).region == region


def test_the_profile_follows_the_same_order(tmp_path):
    read = repository(tmp_path)

    assert settings_for(Flags(), {"AWS_PROFILE": "shell"}, read).profile == "shell"
    assert settings_for(Flags(environment="test"), {"AWS_PROFILE": "shell"}, read).profile == "tester"
    assert settings_for(Flags(profile="flag", environment="test"), {}, read).profile == "flag"


def test_what_nobody_says_is_left_to_the_sdk():
    assert settings_for(Flags(), {}, Repository(Path())) == Settings()


@pytest.mark.parametrize(
    ("flag", "environ", "workflow", "bucket"),
    [
        ("flag", {"WORKFLOW_BUCKET": "shell"}, "orders", "flag"),
        ("", {"WORKFLOW_BUCKET": "shell"}, "orders", "shell"),
        ("", {}, "orders", "orders-bucket"),
        ("", {}, "returns", "all"),
    ],
)
def test_the_bucket_follows_the_same_order(tmp_path, flag, environ, workflow, bucket):
    read = repository(tmp_path)

    found = bucket_for(flag=flag, environment_name="", environ=environ, repository=read, workflow=workflow)

    assert bucket == found


@pytest.mark.parametrize("inside", [True, False])
def test_one_embedded_cloud_serves_all_folders_of_a_repository(tmp_path, monkeypatch, inside):
    asked = []
    monkeypatch.setattr("workflow_updater.local_cloud.supervisor.status", asked.append)
    (tmp_path / "deep").mkdir()
    if inside:
        (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "deep")

    assert main(["local", "status"]) == 0

    assert asked == [(tmp_path if inside else tmp_path / "deep") / ".local_cloud"]
