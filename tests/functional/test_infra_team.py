"""The infra team's verbs as processes, on the embedded cloud: bootstrap, then run and status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.local_cloud import LocalCloud

ROOT = Path(__file__).parents[2]


@pytest.fixture
def deploy_workflow(own_account: LocalCloud, tmp_path: Path) -> DeployWorkflow:
    return DeployWorkflow(own_account, tmp_path)


class DeployWorkflow:
    """Calls the launcher in an empty folder, pointed at an account of the embedded cloud."""

    def __init__(self, cloud: LocalCloud, folder: Path) -> None:
        self.cloud = cloud
        self.folder = folder

    def __call__(self, *arguments: str, expected: int = 0) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [sys.executable, str(ROOT / "deploy_workflow.py"), *arguments],
            cwd=self.folder,
            env={**os.environ, **self.cloud.environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        assert expected == ended.returncode, ended.stdout + ended.stderr
        return ended


def test_an_account_is_set_up_once_and_found_so_the_second_time(deploy_workflow: DeployWorkflow) -> None:
    first = json.loads(deploy_workflow("bootstrap", "--stack", "hello", "--json").stdout)
    second = json.loads(deploy_workflow("bootstrap", "--stack", "hello", "--json").stdout)

    assert f"workflows-{deploy_workflow.cloud.account}-{deploy_workflow.cloud.region}" == first["bucket"]
    assert {"workflow-bucket": "created", "workflow-macro": "created", "hello": "created"} == first["stacks"]
    assert {"unchanged"} == set(second["stacks"].values())


def test_a_new_stack_runs_a_placeholder_until_a_workflow_is_pushed(deploy_workflow: DeployWorkflow) -> None:
    deploy_workflow("bootstrap", "--stack", "hello")

    before = json.loads(deploy_workflow("run", "--stack", "hello", "--json", expected=1).stdout)
    deploy_workflow("--stack", "hello", "--workflow", str(ROOT / "workflows" / "hello"))
    after = deploy_workflow("run", "--stack", "hello")
    status = json.loads(
        deploy_workflow("status", "--stack", "hello", "--workflow", str(ROOT / "workflows" / "hello"), "--json").stdout
    )

    assert ("FAILED", "WorkflowNotPushed") == (before["execution"]["status"], before["execution"]["error"])
    assert "Hello World!" == json.loads(after.stdout)
    assert status["matches_workflow"] is True
    assert "UPDATE_COMPLETE" == status["status"]
    assert status["location"].startswith("s3://workflows-")


def test_an_update_of_the_template_keeps_the_workflow_that_was_pushed(deploy_workflow: DeployWorkflow) -> None:
    deploy_workflow("bootstrap", "--stack", "hello")
    deploy_workflow("--stack", "hello", "--workflow", str(ROOT / "workflows" / "hello"))
    template = (ROOT / "templates" / "workflow_stack.yaml").read_text("utf-8")
    own = deploy_workflow.folder / "templates"
    own.mkdir()
    (own / "hello.yaml").write_text(template.replace("Enabled: true", "Enabled: false"), "utf-8")

    again = json.loads(deploy_workflow("bootstrap", "--stack", "hello", "--json").stdout)

    assert "updated" == again["stacks"]["hello"]
    assert "Hello World!" == json.loads(deploy_workflow("run", "--stack", "hello").stdout)


def test_the_call_center_comes_with_its_functions(deploy_workflow: DeployWorkflow) -> None:
    deploy_workflow("bootstrap", "--stack", "call_center")

    described = deploy_workflow.cloud.client("cloudformation").describe_stacks(StackName="call-center")["Stacks"][0]
    code = {one["ParameterKey"]: one["ParameterValue"] for one in described["Parameters"]}

    assert "CREATE_COMPLETE" == described["StackStatus"]
    assert code["CodeKey"].startswith("code/")
    deploy_workflow.cloud.client("s3").head_object(Bucket=code["CodeBucket"], Key=code["CodeKey"])


def test_a_stack_that_is_not_there_is_exit_code_2_with_the_cure(deploy_workflow: DeployWorkflow) -> None:
    for verb in ("run", "status"):
        ended = deploy_workflow(verb, "--stack", "nowhere", expected=2)

        assert "error: there is no stack nowhere" in ended.stderr
        assert "  → check" in ended.stderr


def test_an_account_that_nobody_serves_is_exit_code_5(deploy_workflow: DeployWorkflow) -> None:
    ended = deploy_workflow("status", "--stack", "hello", "--endpoint-url", "http://127.0.0.1:9", expected=5)

    assert "http://127.0.0.1:9" in ended.stderr
