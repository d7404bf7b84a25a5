"""The steps of action.yml as GitHub's runner runs them: bash, a file for outputs, one for the summary."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.functional.hermetic_python import lay_python3

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
_EXPRESSION = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
_BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")  # source: docs.github.com, `shell: bash`


@dataclass
class Job:
    """A job in *checkout*, on a runner whose own files are in *folder*; *variables* are those of the job."""

    folder: Path
    checkout: Path
    variables: dict[str, str]
    outputs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.variables |= {
            "PATH": lay_python3(self.folder / "programs"),
            "HOME": str(self.folder),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "RUNNER_TEMP": str(self.folder),
        }

    @property
    def summary(self) -> str:
        file = self.folder / "summary.md"
        return file.read_text("utf-8") if file.exists() else ""

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the scripts of the action with these inputs until one fails; `outputs` are then those of the action."""
        given = {name: str(one["default"]) for name, one in ACTION["inputs"].items()} | {
            name.replace("_", "-"): value for name, value in inputs.items()
        }
        done = subprocess.CompletedProcess[str]([], 0, "", "")
        for step in (step for step in ACTION["runs"]["steps"] if "run" in step):
            done = self._run_script(step, given)
            if done.returncode:
                break
        self.outputs = read_outputs(self.folder / "output")
        return done

    def _run_script(self, step: dict[str, Any], inputs: dict[str, str]) -> subprocess.CompletedProcess[str]:
        def value(text: str) -> str:
            return _EXPRESSION.sub(lambda found: inputs[found.group(1)], text)

        script = self.folder / "script.sh"
        script.write_text(step["run"], "utf-8")
        return subprocess.run(
            [*_BASH, str(script)],
            cwd=self.checkout / value(step.get("working-directory", ".")),
            env=self.variables | {name: value(text) for name, text in step.get("env", {}).items()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


def read_outputs(file: Path) -> dict[str, str]:
    """Return what steps wrote to GITHUB_OUTPUT in the form `name<<delimiter`."""
    text = file.read_text("utf-8") if file.exists() else ""
    return {name: value for name, _, value in re.findall(r"^([\w-]+)<<(\w+)\n(.*?)\n\2$", text, re.S | re.M)}
