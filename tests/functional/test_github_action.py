"""action.yml: its scripts, run as the runner runs them, against the embedded cloud; hostile inputs do nothing."""

from __future__ import annotations

import json
import re
from itertools import count, pairwise
from pathlib import Path

import pytest

from tests.functional.github_job import ACTION, ROOT, Job
from tests.functional.hermetic_python import installed
from tests.functional.pushing import BROKEN, HELLO, Account, template
from workflow_updater.commands.github_action import JSON_MAX_CHARACTERS, words_of

NUMBERS = count()
EVIL = [
    '"; touch owned; "',
    "$(touch owned)",
    "`touch owned`",
    "x\ntouch owned",
    "x' && touch owned #",
    "--version\n--help",
    "-h",
    "${{ github.token }}",
    "::set-output name=ended::updated",
    "../../../../etc/passwd",
]


@pytest.fixture
def job(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A job whose checkout has a definition, with the credentials of the account."""
    (account.folder / "hello.asl.json").write_text(json.dumps(HELLO), "utf-8")
    return Job(tmp_path_factory.mktemp("runner"), account.folder, account.cloud.environment())


@pytest.fixture
def stack(account: Account) -> str:
    name = f"action-{next(NUMBERS)}"
    account.create_stack(name, template())
    return name


def test_a_plan_then_a_push_then_nothing_to_do(account: Account, job: Job, stack: str):
    planned = job.run(verb="plan", stack=stack, workflow="hello.asl.json", args="--detailed-exitcode")
    told = [(planned.returncode, job.outputs["differs"], job.outputs["exit-code"])]
    pushed = job.run(stack=stack, workflow="hello.asl.json")
    told += [(pushed.returncode, job.outputs["ended"], job.outputs["exit-code"])]
    again = job.run(stack=stack, workflow="hello.asl.json")
    told += [(again.returncode, job.outputs["ended"], job.outputs["exit-code"])]

    assert [(0, "true", "10"), (0, "updated", "0"), (0, "unchanged", "0")] == told
    assert HELLO == account.live(stack)
    assert job.outputs["digest"] == json.loads(job.outputs["json"])["digest"]
    assert job.summary.count("### ✅") == 3


def test_what_is_installed_is_the_checkout_of_the_action(job: Job):
    job.run(verb="validate", workflow="hello.asl.json")

    assert [str(ROOT)] == installed(job.folder / "programs")


def test_the_text_for_a_comment_is_what_the_step_added_to_its_summary(job: Job, stack: str):
    (job.folder / "summary.md").write_text("written before\n", "utf-8")

    job.run(verb="plan", stack=stack, workflow="hello.asl.json")

    comment = Path(job.outputs["summary"]).read_text("utf-8")
    assert comment.startswith("### ✅") and job.summary == f"written before\n{comment}"


def test_findings_become_annotations_and_so_does_the_failure(job: Job, stack: str):
    (job.checkout / "bad.asl.json").write_text('{"StartAt": "A",\n "States": {}}', "utf-8")

    done = job.run(stack=stack, workflow="bad.asl.json")

    lines = done.stderr.splitlines()
    assert ("3", 3) == (job.outputs["exit-code"], done.returncode)
    assert any(line.startswith("::error file=bad.asl.json,line=") for line in lines)
    assert "::error title=deploy-workflow deploy::bad.asl.json has errors; nothing was sent to AWS" in lines


def test_a_push_that_fails_fails_the_step_and_says_why(job: Job, stack: str):
    (job.checkout / "bad.asl.json").write_text(json.dumps(BROKEN), "utf-8")

    done = job.run(stack=stack, workflow="bad.asl.json")

    assert done.returncode == 3
    assert "### ❌" in job.summary


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_inputs_do_nothing(account: Account, job: Job, stack: str, evil: str):
    inputs = dict.fromkeys(("workflow", "environment", "bucket", "region", "args"), evil)

    done = job.run(verb="plan", stack=stack, **inputs)
    other = job.run(verb=evil, stack=stack, workflow="hello.asl.json")

    assert not [file for place in (job.checkout, job.folder) for file in place.rglob("owned")]
    assert HELLO != account.live(stack)
    assert (2, "") == (other.returncode, job.outputs.get("ended", ""))
    assert done.returncode == (0 if "-h" in evil else 2)  # --help is a flag, and harmless


@pytest.mark.parametrize("name", ["stack", "workflow", "environment", "bucket", "region"])
@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("verb", ["deploy", "validate"])
def test_an_input_is_one_word_of_the_call_whatever_it_holds(name: str, evil: str, verb: str):
    plain = words_of({"INPUT_VERB": verb, f"INPUT_{name.upper()}": "plain"})

    words = words_of({"INPUT_VERB": verb, f"INPUT_{name.upper()}": evil})

    assert [word.replace("plain", evil) for word in plain] == words
    assert words[-1] == (evil if words[-2] == "--" else f"--{name}={evil}")


def test_each_line_of_args_is_a_word():
    asked = {"INPUT_VERB": "plan", "INPUT_ARGS": "--description\na b  c\n\n--force\n"}

    assert ["plan", "--json", "--description", "a b  c", "--force"] == words_of(asked)


def test_what_the_checkout_calls_like_our_modules_is_not_run(job: Job, stack: str):
    for name in ("workflow_updater/__init__.py", "boto3.py", "yaml.py", "json.py", "sitecustomize.py"):
        (job.checkout / name).parent.mkdir(exist_ok=True)
        (job.checkout / name).write_text("open('owned', 'w').close()\nraise SystemExit(0)\n", "utf-8")

    done = job.run(verb="plan", stack=stack, workflow="hello.asl.json")

    assert ("true", 0) == (job.outputs["differs"], done.returncode)
    assert not (job.checkout / "owned").exists()


def test_progress_that_looks_like_a_workflow_command_is_none(job: Job, stack: str):
    name = "::set-output name=ended::updated"
    definition = {"StartAt": name, "States": {name: {"Type": "Pass", "End": True}}}
    (job.checkout / "hostile.asl.json").write_text(json.dumps(definition), "utf-8")

    done = job.run(stack=stack, workflow="hostile.asl.json")

    stopped, _, rest = done.stderr.partition("::stop-commands::")
    token = rest.splitlines()[0]
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert name not in stopped and name not in rest.partition(f"::{token}::")[2]


def test_a_result_too_long_for_an_output_is_left_out(job: Job):
    names = [f"{number} {'x' * 70}" for number in range(4_000)]
    states = {name: {"Type": "Pass", "Next": after} for name, after in pairwise(names)}
    definition = {"StartAt": names[0], "States": {**states, names[-1]: {"Type": "Succeed"}}}
    (job.checkout / "long.asl.json").write_text(json.dumps(definition), "utf-8")

    done = job.run(verb="render", workflow="long.asl.json")

    assert (0, "", "0") == (done.returncode, job.outputs["json"], job.outputs["exit-code"])
    assert len(json.dumps(definition, indent=2)) > JSON_MAX_CHARACTERS


def test_no_script_holds_an_expression_and_every_input_arrives():
    steps = ACTION["runs"]["steps"]

    assert not [step for step in steps if "${{" in step.get("run", "")]
    given = {name for step in steps for name in re.findall(r"inputs\.([\w-]+)", json.dumps(step))}
    assert set(ACTION["inputs"]) == given


def test_no_script_imports_from_the_checkout():
    scripts = "\n".join(step["run"] for step in ACTION["runs"]["steps"] if "run" in step)

    assert re.findall(r"python3?\"? (\S+)", scripts) == ["-I"] * 3


def test_what_others_wrote_is_pinned_by_commit():
    uses = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]

    assert uses and all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", one) for one in uses)


def test_the_action_has_the_form_that_github_reads():
    assert {"name", "description", "branding", "inputs", "outputs", "runs"} == set(ACTION)
    assert "composite" == ACTION["runs"]["using"]
    assert all({"description", "default"} == set(one) for one in ACTION["inputs"].values())
    ids = {step.get("id") for step in ACTION["runs"]["steps"]}
    for name, one in ACTION["outputs"].items():
        assert {"description", "value"} == set(one)
        assert re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}", one["value"]).groups() == ("call", name)
    assert "call" in ids
    known = {"if", "uses", "with", "name", "id", "shell", "working-directory", "env", "run"}
    for step in ACTION["runs"]["steps"]:
        assert set(step) <= known and ("run" in step) == ("shell" in step)
