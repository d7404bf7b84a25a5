"""`sam deploy`, unmodified, installs the macro and a workflow stack on the embedded cloud."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.clients import ROOT, Client, bucket_of, install_and_run
from tests.local_cloud import LocalCloud


def test_sam_deploy_installs_the_macro_and_a_workflow_stack(own_account: LocalCloud, tmp_path: Path) -> None:
    sam = Client(ROOT / ".venv-samcli" / "bin" / "sam", own_account, tmp_path)

    def deploy(stack: str, template: str, *parameters: str) -> str:
        ended = sam(
            *("deploy", "--no-confirm-changeset", "--no-fail-on-empty-changeset", "--stack-name", stack),
            *("--s3-bucket", bucket_of(own_account), "--s3-prefix", "sam"),
            *("--template-file", f"templates/{template}", "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"),
            *("--parameter-overrides", *parameters),
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    install_and_run(own_account, deploy)
