"""Three releases on a real local cloud: gone back to, compared with, blamed, and drifted away from."""

from __future__ import annotations

import json

import pytest

from tests.functional.pushing import template
from tests.git_repositories import new_repository
from workflow_updater.cli import main
from workflow_updater.core.content_address import canonical, digest


def says(result):
    return {"StartAt": "Say", "States": {"Say": {"Type": "Pass", "Result": result, "End": True}}}


def told(capsys, *arguments, code=0):
    """Return the object that a call prints."""
    capsys.readouterr()
    assert main([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def result(account, stack):
    return account.live(stack)["States"]["Say"]["Result"]


@pytest.fixture
def released(account, monkeypatch, request):
    """A stack of its own with three releases from three commits; the current folder is another one, without git."""
    name = f"undo-{digest(request.node.name.encode())[:12]}"
    account.create_stack(name, template())
    made = new_repository(account.folder / "repository")
    commits = []
    with monkeypatch.context() as patch:
        patch.chdir(made.folder)
        for number in (1, 2, 3):
            made.git("add", made.write("say.asl.json", says(number)))
            made.git("commit", "-q", "-m", f"say {number}")
            commits.append(made.git("rev-parse", "HEAD"))
            assert main(["--stack", name, "--workflow", "say.asl.json"]) == 0
    return name, commits


def test_a_release_is_gone_back_to_by_every_name_that_it_has(account, released, capsys):
    stack, commits = released
    names = {
        "-1": 2,
        "1": 1,
        commits[2][:7]: 3,
        digest(canonical(says(1))): 1,
        f"sha256:{digest(canonical(says(2)))[:8]}": 2,
        "#3": 3,
    }

    for sequence, (name, restored) in enumerate(names.items(), 4):
        value = told(capsys, "rollback", "--stack", stack, "--to", name)
        assert (value["ended"], value["restores"], value["release"]) == ("updated", restored, sequence)
        assert (value["commit"], result(account, stack)) == (commits[restored - 1], restored)


def test_undoing_twice_goes_two_steps_back(account, released):
    stack, _ = released

    assert [main(["rollback", "--stack", stack]) for _ in range(3)] == [0, 0, 2]
    assert result(account, stack) == 1


def test_going_back_to_what_runs_writes_nothing(account, released, capsys):
    stack, _ = released

    value = told(capsys, "rollback", "--stack", stack, "--to", "3")

    assert (value["ended"], value["release"], value["change_set"]) == ("unchanged", 0, "")


def test_a_push_after_a_rollback_is_no_loss_of_what_was_undone(account, released, monkeypatch):
    stack, _ = released
    assert main(["rollback", "--stack", stack]) == 0
    monkeypatch.chdir(account.folder / "repository")

    assert main(["--stack", stack, "--workflow", "say.asl.json"]) == 0
    assert result(account, stack) == 3


def test_what_was_deployed_past_the_tool_is_told_and_undone(account, released, capsys):
    stack, _ = released
    past = canonical(says("past the tool"))
    key = f"orders/{stack}/Orders/{digest(past)}.asl.json"
    version = account.cloud.client("s3").put_object(Bucket=account.bucket, Key=key, Body=past)["VersionId"]
    account.cloud.client("cloudformation").update_stack(
        StackName=stack,
        TemplateBody=json.dumps(template()),
        Capabilities=["CAPABILITY_AUTO_EXPAND"],
        Parameters=[
            {"ParameterKey": "Workflow", "ParameterValue": f"s3://{account.bucket}/{key}?versionId={version}"},
        ],
    )
    account.wait(stack)

    drifted = told(capsys, "status", "--stack", stack, "--detailed-exitcode", code=10)
    value = told(capsys, "rollback", "--stack", stack)

    assert [one["kind"] for one in drifted["drift"]] == ["location"]
    assert (value["restores"], value["replaces"], result(account, stack)) == (3, 0, 3)
    assert told(capsys, "status", "--stack", stack)["drift"] == []


def test_a_machine_that_was_changed_past_cloudformation_is_told_and_undone(account, released, capsys):
    stack, _ = released
    machine = told(capsys, "status", "--stack", stack)["state_machine"]
    changed = json.dumps(says("by hand"))
    account.cloud.client("stepfunctions").update_state_machine(stateMachineArn=machine, definition=changed)

    drifted = told(capsys, "status", "--stack", stack, "--detailed-exitcode", code=10)
    assert main(["rollback", "--stack", stack]) == 0

    assert [(one["kind"], one["changes"][0]["edits"][0]["after"]) for one in drifted["drift"]] == [
        ("machine", "by hand")
    ]
    assert (result(account, stack), told(capsys, "status", "--stack", stack)["drift"]) == (2, [])


def test_a_reviewed_way_back_waits_for_somebody(account, released, capsys):
    stack, _ = released
    value = told(capsys, "rollback", "--stack", stack, "--no-execute")

    found = told(capsys, "status", "--stack", stack)

    assert (value["ended"], value["release"], result(account, stack)) == ("reviewed", 0, 3)
    assert [one["arn"] for one in found["change_sets"]] == [value["change_set"]]
    assert "named as `--no-execute` names" in found["change_sets"][0]["what"]


def test_a_definition_that_a_lifecycle_rule_deleted_is_told(account, released, capsys):
    stack, _ = released
    prefix = f"orders/{stack}/Orders/{digest(canonical(says(2)))}"
    s3 = account.cloud.client("s3")
    for version in s3.list_object_versions(Bucket=account.bucket, Prefix=prefix)["Versions"]:
        s3.delete_object(Bucket=account.bucket, Key=version["Key"], VersionId=version["VersionId"])

    value = told(capsys, "rollback", "--stack", stack, code=2)

    assert "the definition of release 2 is gone" in value["error"]
    assert result(account, stack) == 3


def test_blame_and_difference_follow_the_releases(account, released, capsys):
    stack, commits = released
    blamed = told(capsys, "blame", "--stack", stack, "Say")
    file = account.write("next.asl.json", says(1))

    differing = told(capsys, "diff", file, "--stack", stack, "--against", "release:-1")
    same = told(capsys, "diff", file, "--stack", stack, "--against", "release:1")

    lines = {line["text"]: line["release"] for line in blamed["lines"]}
    assert lines == {'"Type": "Pass",': 1, '"Result": 3,': 3, '"End": true': 1}
    assert {one["sequence"]: one["commit"] for one in blamed["releases"]} == {1: commits[0], 3: commits[2]}
    assert differing["changes"][0]["edits"][0] == {"place": "Result", "aspect": "parameters", "before": 2, "after": 1}
    assert (differing["old"], same["differs"]) == ("release 2", False)


WRONG = {
    ("--to", "77"): "there is no release 77",
    ("--to", "abc"): "abc names no release",
    ("--to", "-9"): "there is no release 9 steps back",
    ("--to", ""): "names no release",
    ("--resource", "Nobody"): "has no state machine Nobody",
    ("--timeout", "0"): "--timeout",
    ("--template", "nowhere.json"): "nowhere.json",
    ("--bucket", "no-such-bucket-of-ours"): "no-such-bucket-of-ours",
    ("--environment", "production"): "environment production",
    ("2",): "rollback does not know 2",
}


def test_wrong_calls_are_told_and_change_nothing(account, released, capsys):
    stack, _ = released

    for arguments, complaint in WRONG.items():
        assert complaint in told(capsys, "rollback", "--stack", stack, *arguments, code=2)["error"]
    assert result(account, stack) == 3
