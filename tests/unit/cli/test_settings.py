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

[workflows.orders]
definition = "flows/orders.asl.yaml"
stack = "orders-stack"
resource = "Orders"
bucket = "orders-bucket"

[environments.test]
profile = "tester"
region = "eu-north-1"
"""


def repository(tmp_path, text=TOML):
    (tmp_path / ".git").mkdir(exist_ok=True)
    (tmp_path / "workflows.toml").write_text(text)
    (tmp_path / "deep" / "er").mkdir(parents=True, exist_ok=True)
    return read_repository(tmp_path / "deep" / "er")


def test_the_file_at_the_root_of_the_repository_counts_from_every_folder_in_it(tmp_path):
    read = repository(tmp_path)

    assert read.root == tmp_path
    assert read.workflows["orders"] == WorkflowEntry("flows/orders.asl.yaml", "orders-stack", "Orders", "orders-bucket")
    assert read.environment("test") == EnvironmentEntry("tester", "eu-north-1")


def test_a_folder_without_the_file_says_nothing(tmp_path):
    assert read_repository(tmp_path) == Repository(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("buckett = 'x'", "unknown key buckett"),
        ("[workflows.orders]\nstak = 'x'", "unknown key workflows.orders.stak"),
        ("[environments.test]\nvariables = {}", "unknown key environments.test.variables"),
        ("bucket = 7", "bucket must be text"),
        ("workflows = 7", "workflows must hold tables"),
        ("bucket = ", "not TOML"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path, text, words):
    with pytest.raises(UsageError, match=words) as error:
        repository(tmp_path, text)

    assert "workflows.toml" in error.value.message


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
