"""`rollback`: which release is gone back to, what stops it, and what it says."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from tests.unit.commands.called import call
from tests.unit.commands.released import BUCKET, FOLDER, STACK, TEMPLATE, ReleasedCloud, says
from tests.unit.releases.records import release
from workflow_updater.commands import plan, rollback
from workflow_updater.commands.chosen_stack import ChosenStack
from workflow_updater.core.release import to_json
from workflow_updater.errors import DefinitionInvalid, Interrupted, Refused, UsageError

pytestmark = pytest.mark.usefixtures("elsewhere")

DONE = {"Type": "Succeed"}
BROKEN = {"StartAt": "Gone", "States": {"Say": {"Type": "Succeed"}}}


@pytest.fixture
def cloud():
    made = ReleasedCloud()
    for number in (1, 2, 3):
        made.release(says(number))
    return made


def back(cloud, *flags):
    return call(rollback, cloud, "--stack", STACK, *flags)


def test_without_a_name_it_is_the_release_before(cloud):
    told = back(cloud)

    assert (cloud.live, told.code) == (says(2), 0)
    assert told.out.startswith("orders: Orders is back at release 2: runs ")
    assert "orders: Orders: back to release 2 (0002cccccccc, Ann, 2026-11-20 14:00Z: change 2)\n" in told.err
    assert "replaces release 3 (" in told.err
    assert "Result: 3 → 2" in told.err


@pytest.mark.parametrize("name", ["1", "#1", "-2", "0001c", release(1, says(1)).digest[:8], "release:1"])
def test_a_release_is_named_in_any_of_its_forms(cloud, name):
    value = back(cloud, "--to", name, "--json").value

    assert cloud.live == says(1)
    assert (value["restores"], value["replaces"], value["ended"]) == (1, 3, "updated")


def test_what_runs_already_is_no_change_and_no_write(cloud):
    writes = list(cloud.writes)

    told = back(cloud, "--to", "3")

    assert (told.out, told.code) == ("orders: Orders runs release 3 already: no change\n", 0)
    assert cloud.writes == writes


def test_a_template_that_is_given_is_held_to_the_deployed_one(cloud, tmp_path):
    writes = list(cloud.writes)
    (tmp_path / "other.json").write_text(json.dumps({**TEMPLATE, "Description": "another"}), "utf-8")

    with pytest.raises(Refused, match="is not the template that orders is deployed from"):
        back(cloud, "--template", "other.json")

    assert cloud.writes == writes


def test_what_an_earlier_rollback_undid_does_not_come_back_by_itself(cloud):
    cloud.release(says(2), restores=2)

    back(cloud)

    assert cloud.live == says(1)


def test_what_no_release_recorded_is_replaced_and_told(cloud):
    cloud.deploy(says("past the tool"))

    told = back(cloud)

    assert cloud.live == says(3)
    assert "which no release recorded: it was deployed past this tool\n" in told.err


def test_what_a_push_under_way_puts_there_was_not_deployed_past_this_tool(cloud):
    cloud.deploy(says("under way"))
    held = cloud.stacks.held[STACK]
    held.stack = replace(held.stack, status="UPDATE_IN_PROGRESS")

    found = rollback.find_way(cloud.ports, ChosenStack(STACK, "", ""), "-1")

    assert rollback.way_lines(found)[1].endswith(", which is being deployed")


def test_a_stack_that_was_never_created_is_told_as_such(cloud):
    cloud.stacks.add("young", status="REVIEW_IN_PROGRESS")

    with pytest.raises(UsageError, match="there is no stack young: it was never created"):
        call(rollback, cloud, "--stack", "young")


def test_a_reviewed_change_set_can_be_left_to_somebody_else(cloud):
    told = back(cloud, "--no-execute")

    assert cloud.live == says(3)
    assert "change set back to release 2 reviewed, not executed: arn:" in told.out


@pytest.mark.parametrize("to", ["-1", "release:-1"])
def test_a_first_release_has_nothing_before_it(to):
    cloud = ReleasedCloud()
    cloud.release(says(1))

    with pytest.raises(
        UsageError, match="orders: Orders: there is nothing to go back to: nothing ran before release 1"
    ):
        back(cloud, "--to", to)


def test_without_any_record_there_is_nothing_to_go_back_to():
    with pytest.raises(UsageError, match="no release that ran is recorded") as told:
        back(ReleasedCloud())
    assert "an older commit" in told.value.hint


def test_a_release_that_never_ran_is_no_way_back(cloud):
    cloud.release(says(4), outcome="rolled back", cause="Orders: role not found")

    with pytest.raises(
        UsageError, match="release 4 never ran: it was rolled back by CloudFormation: Orders: role not found"
    ):
        back(cloud, "--to", "4")


def test_a_definition_that_is_gone_from_the_bucket_stops_it(cloud):
    cloud.forget(release(2, says(2)))
    cloud.objects.add_bucket(BUCKET)

    with pytest.raises(UsageError, match="the definition of release 2 is gone"):
        back(cloud)


def test_an_object_that_is_not_what_was_released_is_refused(cloud):
    stored = cloud.objects.put(BUCKET, "orders/own.json", b"{}")
    cloud.release(says(4), location=f"s3://{BUCKET}/orders/own.json?versionId={stored.version_id}")
    cloud.release(says(5))

    with pytest.raises(Refused, match="is not what release 4 pushed"):
        back(cloud)


def test_rules_that_became_stricter_stop_it_with_their_findings(cloud):
    cloud.release(BROKEN)
    cloud.release(says(5))
    writes = list(cloud.writes)

    with pytest.raises(DefinitionInvalid, match="release 4 has errors by the rules of this version") as told:
        back(cloud)
    assert {"E106"} <= {finding.rule for finding in told.value.findings}
    assert {"release 4"} == {finding.file for finding in told.value.findings}
    assert cloud.writes == writes


def test_guardrails_that_became_stricter_refuse_it():
    template = json.loads(json.dumps(TEMPLATE))
    template["Resources"]["Orders"]["Metadata"]["Workflow"]["Guardrails"] = {"MaxStates": 2}
    cloud = ReleasedCloud(template)
    cloud.release(says(1) | {"States": {**says(1)["States"], "Done": {"Type": "Pass", "Next": "More"}, "More": DONE}})
    cloud.release(says(2))

    with pytest.raises(DefinitionInvalid, match="release 1 is not what the guardrails of orders allow") as told:
        back(cloud)
    assert told.value.exit_code == 4


def test_somebody_who_deploys_meanwhile_is_not_undone(cloud):
    described = cloud.stacks.describe

    def describe(stack):
        found = described(stack)
        cloud.stacks.describe = described
        cloud.deploy(says("quicker"))
        return found

    cloud.stacks.describe = describe

    with pytest.raises(Refused, match="somebody else deployed meanwhile: s3://"):
        back(cloud)
    assert cloud.live == says("quicker")


def test_a_key_of_the_users_own_choice_gets_a_new_version(cloud):
    own = [cloud.objects.put(BUCKET, "orders/own.json", body(says(text))) for text in ("first", "second")]
    for text, stored in zip(("first", "second"), own, strict=True):
        cloud.release(says(text), location=f"s3://{BUCKET}/orders/own.json?versionId={stored.version_id}")

    back(cloud)

    assert cloud.live == says("first")
    assert "/orders/own.json?versionId=" in cloud.stacks.held[STACK].stack.parameters["Workflow"]


def body(definition):
    return json.dumps(definition, separators=(",", ":")).encode()


def test_something_else_among_the_records_is_passed_over(cloud):
    cloud.objects.put(BUCKET, FOLDER.key(4), b"no record")
    cloud.objects.put(BUCKET, FOLDER.key(5), to_json(release(9, stack=STACK)))

    told = back(cloud)

    assert cloud.live == says(2)
    assert "  not read: orders/releases/orders/Orders/00000004.json: no JSON" in told.err


def test_a_stack_has_to_be_named(cloud):
    with pytest.raises(UsageError, match="--stack is missing"):
        call(rollback, cloud)


def test_workflows_toml_can_name_the_stack(cloud, tmp_path):
    (tmp_path / "workflows.toml").write_text('[workflows.orders]\nstack = "orders"\n')

    call(rollback, cloud, "--workflow", "orders")

    assert cloud.live == says(2)


@pytest.mark.parametrize(
    ("name", "hint"), [("order", "did you mean orders?"), ("orders", "--stack names it"), ("x", "--stack names it")]
)
def test_a_workflow_without_a_stack_is_told(cloud, tmp_path, name, hint):
    (tmp_path / "workflows.toml").write_text('[workflows.orders]\ndefinition = "orders.json"\n')

    with pytest.raises(UsageError, match=f"workflows.toml names no stack for {name}") as told:
        call(rollback, cloud, "--workflow", name)
    assert told.value.hint == hint


@pytest.mark.parametrize(("answer", "flags", "runs"), [("n", (), 3), ("", (), 3), ("y", (), 2), ("n", ("--yes",), 2)])
def test_on_a_terminal_it_asks_first(cloud, monkeypatch, answer, flags, runs):
    monkeypatch.setattr("workflow_updater.screen.Screen.is_interactive", True)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))

    if runs == 3:
        with pytest.raises(Refused, match="not approved; nothing was changed"):
            back(cloud, *flags)
    else:
        asked = back(cloud, *flags).err
        assert ("let orders: Orders go back to release 2? [y/N]" in asked) == (not flags)
    assert cloud.live == says(runs)


def test_a_release_that_nobody_recorded_counts(cloud):
    back(cloud)
    cloud.objects.remove(BUCKET, FOLDER.key(4))  # as if killed before it was written

    value = back(cloud, "--json").value

    assert (value["restores"], value["replaces"], value["release"], cloud.live) == (1, 4, 5, says(1))
    assert [sequence for sequence in (4, 5) if cloud.objects.body(BUCKET, FOLDER.key(sequence))] == [4, 5]


def test_one_step_back_is_found_without_reading_every_record():
    cloud = ReleasedCloud()
    for number in range(60):
        cloud.release(says(number))
    cloud.objects.calls.clear()

    back(cloud, "--no-execute")

    read = {call[2] for call in cloud.objects.calls if call[0] == "get" and "/releases/" in call[2]}
    assert len(read) < 20


@pytest.mark.parametrize("restored", [2, 3])
def test_one_step_back_may_be_further_than_the_newest_records(restored):
    cloud = ReleasedCloud()
    for number in (1, 2, 3):
        cloud.release(says(number))
    for _ in range(30):
        cloud.release(says(restored), restores=restored)

    back(cloud)

    assert cloud.live == says(restored - 1)


def test_interrupted_before_anything_was_sent_it_says_so(cloud, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cloud.objects, "list", interrupted)

    with pytest.raises(Interrupted, match="interrupted before anything was sent; the stack is as it was"):
        back(cloud)


def test_who_pushes_what_was_just_taken_back_is_told(cloud, tmp_path):
    back(cloud, "--description", "reserves twice")
    file = tmp_path / "again.asl.json"

    def planned(number):
        file.write_text(json.dumps(says(number)))
        return call(plan, cloud, "--stack", STACK, "--workflow", str(file)).out

    assert "note: this is what release 4, a rollback to 2, has just taken back: reserves twice\n" in planned(3)
    assert "has just taken back" not in planned(4)


def test_a_run_of_ci_is_told_where_it_went_back_to(cloud, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))

    back(cloud)
    with pytest.raises(UsageError):
        back(cloud, "--to", "99")

    told = (tmp_path / "summary.md").read_text("utf-8")
    assert "`orders: Orders` updated: back to release 2" in told
    assert "`orders: rollback` did not start: flags, settings or files are wrong" in told
    assert "there is no release 99" in told
