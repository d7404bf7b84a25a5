"""`aws cloudformation deploy`, unmodified, installs the macro and a workflow stack on the embedded cloud."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.clients import ROOT, Client, install_and_run
from tests.local_cloud import LocalCloud


def test_aws_cloudformation_deploy_installs_the_macro_and_a_workflow_stack(
    own_account: LocalCloud, tmp_path: Path
) -> None:
    aws = Client(ROOT / ".venv-awscli" / "bin" / "aws", own_account, tmp_path, pace=60)

    def deploy(stack: str, template: str, *parameters: str) -> str:
        ended = aws(
            *("cloudformation", "deploy", "--no-fail-on-empty-changeset", "--stack-name", stack),
            *("--template-file", f"templates/{template}", "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"),
            *("--parameter-overrides", *parameters),
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    install_and_run(own_account, deploy)
