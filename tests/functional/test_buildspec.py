"""The commands of templates/buildspec.yml, run in bash as CodeBuild runs them, against the embedded cloud."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import yaml

from tests.functional.hermetic_python import installed, lay_python3
from tests.functional.pushing import BYE, HELLO, Account, template

ROOT = Path(__file__).parents[2]
BUILDSPEC = yaml.safe_load((ROOT / "templates" / "buildspec.yml").read_text("utf-8"))
NUMBERS = count()


@dataclass
class Builds:
    """Builds of one pipeline: the source is the account's folder, `programs` and artifacts lie in *folder*."""

    account: Account
    folder: Path
    path: str

    def build(self, **variables: str) -> tuple[int, str, dict[str, str]]:
        """Run all phases in one shell and return the exit code, the log, and the exported variables."""
        phases = BUILDSPEC["phases"]
        commands = [one for phase in ("install", "build") for one in phases[phase]["commands"]]
        checked = "\n".join(f"{one}\nended=$?; [ $ended = 0 ] || exit $ended" for one in commands)
        told = "\n".join(
            f"printf 'exported {name}=%s\\n' \"${name}\"" for name in BUILDSPEC["env"]["exported-variables"]
        )
        done = subprocess.run(
            ["bash", "-c", f"{checked}\n{told}"],
            cwd=self.account.folder,
            env=BUILDSPEC["env"]["variables"]
            | self.account.cloud.environment()
            | {"PATH": self.path, "HOME": str(self.folder), "TOOL": str(self.folder / "tool")}
            | {"CODEBUILD_BUILD_URL": "https://example.org/log", "CODEBUILD_SRC_DIR_Plan": str(self.folder)}
            | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, dict(re.findall(r"^exported (\w+)=(.*)$", done.stdout, re.M))

    def hand_on(self) -> None:
        """Hand the plan on to the next build, as the pipeline does with artifacts."""
        (self.account.folder / "plan.json").replace(self.folder / "plan.json")


@pytest.fixture
def builds(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Builds:
    folder = tmp_path_factory.mktemp("builds")
    account.write("orders.asl.json", HELLO)
    return Builds(account, folder, lay_python3(folder / "programs"))


@pytest.fixture
def stack(account: Account) -> str:
    name = f"build-{next(NUMBERS)}"
    account.create_stack(name, template())
    return name


def test_a_plan_is_made_and_deployed_as_it_was_approved(builds: Builds, stack: str):
    code, log, exported = builds.build(STACK=stack, WORKFLOW="orders.asl.json", PACKAGE="tool==1")
    builds.hand_on()
    before = builds.account.live(stack)
    deployed, _, _ = builds.build(STEP="deploy", STACK=stack, WORKFLOW="orders.asl.json")

    assert (0, 0) == (code, deployed)
    assert HELLO != before and HELLO == builds.account.live(stack)
    assert "🟢 added | `Hello`" in log
    assert exported["DIGEST"] == json.loads((builds.folder / "plan.json").read_text())["digest"]
    assert ("True", "https://example.org/log") == (exported["DIFFERS"], exported["LOG"])
    assert "tool==1" == installed(builds.folder / "programs")[0]


def test_what_was_not_approved_is_not_deployed(builds: Builds, stack: str):
    builds.build(STACK=stack, WORKFLOW="orders.asl.json")
    builds.hand_on()
    builds.account.write("orders.asl.json", BYE)

    code, log, _ = builds.build(STEP="deploy", STACK=stack, WORKFLOW="orders.asl.json")

    assert code == 4
    assert "approves; nothing was changed" in log
    assert BYE != builds.account.live(stack)


def test_without_an_approved_plan_nothing_is_deployed(builds: Builds, stack: str):
    code, log, _ = builds.build(STEP="deploy", STACK=stack, WORKFLOW="orders.asl.json")

    assert (2, True) == (code, "cannot read the approved plan" in log)


def test_a_failed_plan_fails_the_build_and_leaves_no_plan(builds: Builds, stack: str):
    builds.account.write("orders.asl.json", {"StartAt": "A"})

    code, log, exported = builds.build(STACK=stack, WORKFLOW="orders.asl.json")

    assert (3, {}) == (code, exported)
    assert "### ❌" in log and not (builds.account.folder / "plan.json").exists()


def test_links_of_the_repository_are_not_written_through(builds: Builds, stack: str):
    outside = builds.folder / "outside"
    outside.write_text("as it was")
    for name in ("result.json", "plan.json", "summary.md"):
        (builds.account.folder / name).symlink_to(outside)

    assert 0 == builds.build(STACK=stack, WORKFLOW="orders.asl.json")[0]
    assert "as it was" == outside.read_text()


@pytest.mark.parametrize("evil", ["$(touch owned)", "`touch owned`", '"; touch owned; "', "x; touch owned", "--help"])
def test_variables_are_words_and_no_commands(builds: Builds, stack: str, evil: str):
    hostile = dict.fromkeys(("WORKFLOW", "ENVIRONMENT", "BUCKET"), evil)

    code, _, _ = builds.build(STACK=stack, PACKAGE=evil, **hostile)

    assert code == 2
    assert evil == installed(builds.folder / "programs")[0]
    assert not list(builds.account.folder.rglob("owned"))
