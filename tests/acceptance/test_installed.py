"""The package as pip installs it, in an empty folder: no checkout, no extras."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.clients import ROOT, Client
from tests.local_cloud import LocalCloud


def test_an_installation_bootstraps_and_pushes_outside_the_checkout(own_account: LocalCloud, tmp_path: Path) -> None:
    deploy_workflow = Client(ROOT / ".venv-installed" / "bin" / "deploy-workflow", own_account, tmp_path)
    definition = tmp_path / "bye.asl.json"
    definition.write_text('{"StartAt": "Bye", "States": {"Bye": {"Type": "Pass", "Result": "Bye!", "End": true}}}')

    bootstrapped = deploy_workflow("bootstrap", "--stack", "hello", "--json", cwd=tmp_path)
    pushed = deploy_workflow("--stack", "hello", "--workflow", str(definition), "--json", "--run", "{}", cwd=tmp_path)
    again = deploy_workflow("--stack", "hello", "--workflow", str(definition), cwd=tmp_path)

    assert bootstrapped.returncode == 0, bootstrapped.stderr
    assert json.loads(bootstrapped.stdout).keys() == {"bucket", "macro", "stacks"}
    assert pushed.returncode == 0, pushed.stderr
    assert "Bye!" in pushed.stdout
    assert again.returncode == 0, again.stderr
    assert "no change" in again.stdout
