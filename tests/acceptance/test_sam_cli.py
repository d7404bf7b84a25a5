"""`sam deploy`, unmodified, installs the macro and a workflow stack on the embedded cloud."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.clients import (
    ROOT,
    Client,
    bucket_of,
    hello_parameters,
    machine_of,
    macro_parameters,
    run_machine,
    upload_code_and_workflow,
)
from tests.local_cloud import LocalCloud


def deploy(sam: Client, stack: str, template: str, *parameters: str) -> str:
    ended = sam(
        *("deploy", "--stack-name", stack, "--template-file", f"templates/{template}"),
        *(
            "--s3-bucket",
            bucket_of(sam.cloud),
            "--s3-prefix",
            "sam",
            "--no-confirm-changeset",
            "--no-fail-on-empty-changeset",
        ),
        *("--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--parameter-overrides", *parameters),
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def test_sam_deploy_installs_the_macro_and_a_workflow_stack(own_account: LocalCloud, tmp_path: Path) -> None:
    sam = Client(ROOT / ".venv-samcli" / "bin" / "sam", own_account, tmp_path)
    upload_code_and_workflow(own_account)

    deploy(sam, "workflow-macro", "macro.yaml", *macro_parameters(own_account))
    first = deploy(sam, "hello", "workflow_stack.yaml", *hello_parameters(own_account))
    again = deploy(sam, "hello", "workflow_stack.yaml", *hello_parameters(own_account))

    assert "Successfully created/updated stack - hello" in first
    assert "No changes to deploy. Stack hello is up to date" in again
    execution = run_machine(own_account, machine_of(own_account, "hello"))
    assert json.loads(execution["output"]) == "Hello World!"
