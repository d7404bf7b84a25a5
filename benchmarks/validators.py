"""Who is measured: ours and its peers, each installed in a folder of its own, and how each is called."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from benchmarks.documents import ROOT

PEERS = ROOT / ".peers"
RUNNERS = Path(__file__).parent / "peers"
INSTALLED = ROOT / ".venv-installed"  # ours as its users have it: not editable, without extras


class Validator(NamedTuple):
    """
    One validator: its package at its registry, and the file of `peers/` that calls it in one process.

    *command* is the program that judges one file, below the folder of the validator; "" where it has none and the
    runner does that too. *takes_template*: the file has to be a CloudFormation template.
    """

    name: str
    package: str
    version: str
    runner: str
    command: str
    takes_template: bool = False

    @property
    def folder(self) -> Path:
        """Where it is installed."""
        return PEERS / self.runner.partition(".")[0] if self.package else INSTALLED

    @property
    def is_node(self) -> bool:
        """Whether it runs in Node, else in Python."""
        return self.runner.endswith(".cjs")

    @property
    def environment(self) -> dict[str, str]:
        """What its programs need in the environment."""
        return {"NODE_PATH": str(self.folder / "node_modules")} if self.is_node else {}

    @property
    def interpreter(self) -> list[str]:
        """The call of the interpreter that has the validator's packages."""
        return ["node"] if self.is_node else [str(self.folder / "bin" / "python")]

    def judge_one(self, file: Path, template: Path) -> list[str]:
        """Return the command that judges *file*, or the *template* around the same definition."""
        given = str(template if self.takes_template else file)
        if not self.command:
            return [*self.interpreter, str(RUNNERS / self.runner), given]
        program, *options = self.command.split()
        return [str(self.folder / program), *options, given]

    def judge_all(self, listed: Path, seconds: float) -> list[str]:
        """Return the command that judges all files *listed* for about *seconds*."""
        return [*self.interpreter, str(RUNNERS / self.runner), str(listed), str(seconds)]


OURS = Validator("ours", "", "", "ours.py", "bin/deploy-workflow validate")
VALIDATORS = (
    OURS,
    Validator(
        "amazon-states-language-service (AWS)",
        "amazon-states-language-service",
        "1.16.1",
        "asl_service.cjs",
        command="",
    ),
    Validator(
        "asl-validator", "asl-validator", "4.0.0", "asl_validator.cjs", "node_modules/.bin/asl-validator --json-path"
    ),
    Validator("cfn-lint, E3601", "cfn-lint", "1.58.0", "cfn_lint_e3601.py", "bin/cfn-lint", takes_template=True),
    Validator("statelint (PyPI)", "statelint", "3.1.0", "pypi_statelint.py", "bin/statelint"),
    Validator("@wmfs/statelint", "@wmfs/statelint", "1.30.0", "wmfs_statelint.cjs", "node_modules/.bin/statelint"),
)
