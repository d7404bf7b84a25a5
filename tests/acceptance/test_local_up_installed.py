"""`local up` of a plain installation fetches what the embedded cloud needs: the one test with a registry."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.acceptance.clients import ROOT

DEPLOY_WORKFLOW = ROOT / ".venv-installed" / "bin" / "deploy-workflow"


def test_local_up_works_without_the_local_extra(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def deploy_workflow(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(DEPLOY_WORKFLOW), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    up = deploy_workflow("local", "up", "--json")
    try:
        assert up.returncode == 0, up.stderr
        assert {"endpoint", "region", "account", "access_key_id", "secret_access_key", "pid"} == set(
            json.loads(up.stdout)
        )
        hello = deploy_workflow("bootstrap", "--local", "--stack", "hello")
        assert hello.returncode == 0, hello.stderr
    finally:
        down = deploy_workflow("local", "down")
    assert down.returncode == 0, down.stderr
