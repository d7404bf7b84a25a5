"""The examples of docs/ci.md: pinned, with no more rights than they need, and calling the action that there is."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from tests.unit.templates.shipped import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
OURS = "OWNER/step-functions-workflow-updater@COMMIT"
# Inputs of others' actions, as their action.yml has them at the pinned commits.
INPUTS = {
    "actions/checkout": {"fetch-depth", "persist-credentials"},
    "aws-actions/configure-aws-credentials": {"role-to-assume", "aws-region"},
}
PINNED = r"(?P<action>[\w-]+/[\w-]+)@[0-9a-f]{40}"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.S | re.M)


(WORKFLOW,) = (yaml.safe_load(text) for text in blocks("yaml"))
JOBS: dict[str, Any] = WORKFLOW["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]


def test_the_workflow_and_its_jobs_have_the_keys_that_github_reads() -> None:
    assert {"name", True, "permissions", "jobs"} == set(WORKFLOW)  # YAML 1.1 reads `on` as true
    assert {"pull_request", "push"} == set(WORKFLOW[True])
    for job in JOBS.values():
        assert set(job) <= {"if", "runs-on", "permissions", "concurrency", "steps", "environment"}
    for step in STEPS:
        assert set(step) <= {"if", "id", "uses", "with", "env", "run"} and ("uses" in step) != ("run" in step)


def test_every_action_is_pinned_and_has_the_inputs_that_it_is_given() -> None:
    for step in (step for step in STEPS if "uses" in step):
        pinned = re.fullmatch(PINNED, step["uses"])
        assert pinned or step["uses"] == OURS
        known = INPUTS[pinned["action"]] if pinned else set(ACTION["inputs"])
        assert set(step.get("with", {})) <= known


def test_the_outputs_that_are_used_are_those_of_the_action() -> None:
    assert set(re.findall(r"steps\.plan\.outputs\.([\w-]+)", PAGE)) <= set(ACTION["outputs"])


def test_no_script_holds_an_expression() -> None:
    assert [] == [step for step in STEPS if "${{" in step.get("run", "")]


def test_jobs_have_the_rights_that_they_need_and_no_more() -> None:
    assert {} == WORKFLOW["permissions"]
    rights = {name: job["permissions"] for name, job in JOBS.items()}
    both = {"contents": "read", "id-token": "write"}
    assert {"plan": both | {"pull-requests": "write"}, "deploy": both} == rights


def test_a_fork_gets_no_credentials() -> None:
    assert "head.repo.full_name == github.repository" in JOBS["plan"]["if"]
    assert "pull_request_target" not in WORKFLOW[True]


def test_the_history_is_there_and_deployments_are_queued() -> None:
    checkouts = [step["with"] for step in STEPS if "checkout" in step.get("uses", "")]
    assert [{"fetch-depth": 0, "persist-credentials": False}] * 2 == checkouts
    assert {"group": "deploy-orders-production", "cancel-in-progress": False} == JOBS["deploy"]["concurrency"]


def test_the_role_trusts_one_job_of_one_repository() -> None:
    (trust,) = (json.loads(text) for text in blocks("json"))
    (statement,) = trust["Statement"]

    (condition,) = statement["Condition"].items()
    assert "StringEquals" == condition[0]
    claims = {key.partition(":")[2]: value for key, value in condition[1].items()}
    assert {"aud", "sub"} == set(claims) and "*" not in json.dumps(statement["Condition"])
    assert claims["sub"].endswith(f":environment:{JOBS['deploy']['environment']}")


def test_every_input_of_the_pipeline_that_has_no_default_is_named() -> None:
    lines = (ROOT / "templates" / "pipeline.yaml").read_text("utf-8").partition("\nResources:")[0]
    parameters = re.findall(r"^  (\w+):\n((?:    .*\n)+)", lines, re.M)
    needed = {name for name, about in parameters if "Default:" not in about}

    assert needed == set(re.findall(r"(\w+)='?[^\s']", PAGE.partition("--parameter-overrides")[2].partition("\n\n")[0]))
