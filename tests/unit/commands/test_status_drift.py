"""`status`: the release that runs, drift with its cure, and change sets; the screens are golden files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.git_repositories import GitRepository, new_repository
from tests.unit.commands.called import call
from tests.unit.commands.released import BUCKET, FOLDER, STACK, TEMPLATE, ReleasedCloud, says
from workflow_updater.cloud.ports import ChangeSetRequest
from workflow_updater.commands import status
from workflow_updater.errors import AccessDenied, CloudUnavailable

GOLDEN = Path(__file__).parents[2] / "golden" / "status"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder that is no repository."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cloud():
    made = ReleasedCloud()
    for number in (1, 2):
        made.release(says(number))
    return made


def told(cloud, *flags):
    return call(status, cloud, "--stack", STACK, *flags)


def change_the_machine(cloud):
    cloud.machines.set_definition(cloud.machine_arn, json.dumps(says(2, Late={"Type": "Fail"})))


def deploy_past_the_tool(cloud):
    cloud.deploy(says("past the tool"))


def recreate_the_stack(cloud):
    cloud.stacks.add(STACK, template=json.dumps(TEMPLATE), resources=dict(cloud.stacks.held[STACK].resources))
    properties = cloud.stacks.deployed_template(STACK)["Resources"]["Orders"]["Properties"]
    cloud.machines.set_definition(cloud.machine_arn, properties["DefinitionString"])


def leave_change_sets(cloud):
    for name in ("workflow-0123456789ab-01234567", "workflow-kept-0123456789ab-01234567", "of-the-infra-team"):
        cloud.stacks.create_change_set(ChangeSetRequest(STACK, name, {}, template_body=json.dumps(TEMPLATE)))


@pytest.fixture
def aliased():
    """A stack whose alias `live` is at version 3, where the stack has it."""
    template = json.loads(json.dumps(TEMPLATE))
    template["Resources"]["Orders"]["Metadata"]["Workflow"]["AutoPublishAlias"] = "live"
    made = ReleasedCloud(template)
    made.stacks.held[STACK].resources |= {"OrdersVersion": f"{made.machine_arn}:3", "OrdersAlias": live(made)}
    for number in (1, 2):
        made.release(says(number))
    route(made, {3: 100})
    return made


def live(cloud):
    return f"{cloud.machine_arn}:live"


def route(cloud, weights):
    cloud.machines.route(live(cloud), {f"{cloud.machine_arn}:{version}": share for version, share in weights.items()})


def test_an_alias_where_the_stack_has_it_is_no_drift(aliased):
    assert (told(aliased, "--detailed-exitcode").code, told(aliased, "--json").value["drift"]) == (0, [])


@pytest.mark.parametrize(
    ("name", "weights"), [("alias_moved", {2: 100}), ("alias_shared", {3: 90, 2: 10}), ("alias_deleted", {})]
)
def test_an_alias_that_was_changed_by_hand_is_told(aliased, name, weights):
    if weights:
        route(aliased, weights)
    else:
        del aliased.machines.aliases[live(aliased)]

    found = told(aliased, "--detailed-exitcode")
    (drift,) = told(aliased, "--json").value["drift"]

    assert (found.out, found.code) == ((GOLDEN / f"{name}.txt").read_text("utf-8"), 10)
    assert (drift["kind"], drift["changes"]) == ("alias", [])
    assert drift["what"] in found.out
    assert drift["cure"] in found.out


def test_what_somebody_updates_while_it_is_read_is_no_drift(cloud, monkeypatch):
    def overtaken(arn, describe=cloud.machines.describe):
        before = describe(arn)
        cloud.release(says(3))
        return before

    monkeypatch.setattr(cloud.machines, "describe", overtaken)

    value = told(cloud, "--json").value

    assert value["drift"] == []
    assert value["unread"] == ["what drifted: somebody else updated the stack meanwhile"]


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED"])
def test_an_alias_that_an_update_is_moving_or_could_not_move_is_no_drift(aliased, status):
    route(aliased, {3: 10, 2: 90})
    aliased.be(status)

    assert told(aliased, "--json").value["drift"] == []


def test_an_alias_of_a_stack_without_records_drifts_too(aliased):
    aliased.release(says(5), outcome="failed")
    aliased.deploy(says(6))
    route(aliased, {2: 100})

    (drift, _) = told(aliased, "--json").value["drift"]

    assert drift["what"].startswith("alias live was moved past CloudFormation: 100 % to version 2, ")


@pytest.mark.parametrize(
    ("name", "happen", "code"),
    [
        ("as_released", lambda _: None, 0),
        ("machine_changed", change_the_machine, 10),
        ("deployed_past_the_tool", deploy_past_the_tool, 10),
        ("stack_created_again", recreate_the_stack, 10),
        ("change_sets", leave_change_sets, 0),
    ],
)
def test_what_is_told(cloud, name, happen, code):
    happen(cloud)

    found = told(cloud, "--detailed-exitcode")

    assert found.out == (GOLDEN / f"{name}.txt").read_text("utf-8")
    assert (found.code, told(cloud).code) == (code, 0)


def test_the_running_release_is_the_one_that_the_stack_names(cloud):
    cloud.release(says(3), outcome="rolled back")

    assert told(cloud, "--json").value["release"]["sequence"] == 2


def test_after_a_rollback_it_is_told_where_that_led(cloud):
    cloud.release(says(1), restores=1)

    assert "release     3, back at 1 (" in told(cloud).out


def test_what_cloudformation_put_in_place_of_a_placeholder_is_no_drift():
    template = json.loads(json.dumps(TEMPLATE))
    template["Resources"]["Orders"]["Properties"]["DefinitionSubstitutions"] = {"Word": "hello"}
    cloud = ReleasedCloud(template)
    cloud.release(says("${Word}"))
    cloud.machines.set_definition(cloud.machine_arn, json.dumps(says("hello")))

    assert told(cloud, "--json").value["drift"] == []


def test_a_stack_without_any_record_has_not_drifted():
    cloud = ReleasedCloud()
    cloud.deploy(says(1))

    value = told(cloud, "--json").value

    assert (value["drift"], "release" in value) == ([], False)


def test_while_the_stack_is_being_updated_nothing_counts_as_drift(cloud):
    deploy_past_the_tool(cloud)
    cloud.be("UPDATE_IN_PROGRESS")

    found = told(cloud, "--json").value

    assert (found["drift"], found["cure"]) == ([], "")
    assert found["under_way"] == "it is being updated (UPDATE_IN_PROGRESS)"


def test_a_workflow_that_is_on_its_way_is_no_drift(cloud, folder):
    (folder / "orders.asl.json").write_text(json.dumps(says(3)))
    cloud.deploy(says(3))
    cloud.machines.set_definition(cloud.machine_arn, json.dumps(says(2)))
    cloud.be("UPDATE_IN_PROGRESS")

    found = told(cloud, "--workflow", "orders.asl.json", "--detailed-exitcode")

    assert found.code == 0
    assert "workflow    orders.asl.json is what the update under way brings\n" in found.out
    assert "            it is being updated (UPDATE_IN_PROGRESS)\n" in found.out


def test_another_workflow_than_the_one_on_its_way_has_drifted(cloud, folder):
    (folder / "orders.asl.json").write_text(json.dumps(says(4)))
    cloud.be("UPDATE_IN_PROGRESS")

    found = told(cloud, "--workflow", "orders.asl.json", "--detailed-exitcode")

    assert found.code == 10
    assert "workflow    orders.asl.json is not what runs\n" in found.out


def test_a_stack_that_takes_no_push_is_told_with_its_cure(cloud):
    cloud.be("UPDATE_ROLLBACK_FAILED")

    found = told(cloud)

    assert (
        "            → the infra team runs `aws cloudformation continue-update-rollback --stack-name orders`"
        in found.out
    )
    assert (told(cloud, "--json").value["under_way"], found.code) == ("", 0)


def test_what_may_not_be_read_is_told_and_stops_nothing(cloud):
    cloud.objects.fail("list", AccessDenied("access denied: s3:ListBucket"))
    cloud.stacks.fail("pending_change_sets", AccessDenied("access denied: cloudformation:ListChangeSets"))

    found = told(cloud)

    assert "not read    the releases: access denied: s3:ListBucket\n" in found.out
    assert "not read    the change sets: access denied: cloudformation:ListChangeSets\n" in found.out
    assert found.code == 0


@pytest.mark.parametrize(("port", "verb"), [("objects", "list"), ("stacks", "pending_change_sets")])
def test_what_aws_does_not_answer_is_not_taken_for_no_drift(cloud, port, verb):
    getattr(cloud, port).fail(verb, CloudUnavailable("no answer to it", hint="check the network"))

    with pytest.raises(CloudUnavailable, match="no answer to it"):
        told(cloud, "--detailed-exitcode")


def test_what_is_no_record_is_told(cloud):
    cloud.objects.put(BUCKET, FOLDER.key(3), b"{}")

    assert "not read    orders/releases/orders/Orders/00000003.json: format None is not 1" in told(cloud).out


def committed(made: GitRepository, definition, subject) -> str:
    made.git("add", made.write("orders/definition.asl.json", definition))
    made.git("commit", "-q", "-m", subject)
    return made.git("rev-parse", "HEAD")


@pytest.fixture
def made(folder):
    return new_repository(folder / "repository")


def workflow_status(cloud, made, *flags):
    return told(cloud, "--workflow", str(made.folder / "orders" / "definition.asl.json"), *flags)


def test_commits_since_the_running_release_are_told(cloud, made):
    running = committed(made, says(3), "third")
    cloud.release(says(3), commit=running)
    newer = committed(made, says(4), "say four")
    made.git("commit", "-q", "--allow-empty", "-m", "of another workflow")

    found = workflow_status(cloud, made)

    assert "drift       the repository has another workflow than the one that runs: 1 changed\n" in found.out
    assert "Result: 3 → 4" in found.out
    assert f"1 commit here that release 3 has not\n              {newer[:12]} dev@example.org: say four\n" in found.out
    assert "of another workflow" not in found.out


def test_a_branch_that_lacks_the_running_commit_is_told(cloud, made):
    committed(made, says(0), "base")
    running = committed(made, says(3), "third")
    cloud.release(says(3), commit=running)
    made.git("checkout", "-q", "-b", "side", "HEAD~1")
    committed(made, says(4), "say four")

    value = workflow_status(cloud, made, "--json").value

    assert (value["commits"]["ahead"], value["commits"]["behind"]) == (1, 1)
    assert value["commits"]["newest_behind"][0]["subject"] == "third"
    assert "1 commit of release 3 not here: a push would take back" in workflow_status(cloud, made).out


def test_what_is_not_committed_is_told(cloud, made):
    cloud.release(says(3), commit=committed(made, says(3), "third"))
    made.write("orders/definition.asl.json", says(4))

    assert "no commit since release 3: it is not committed, or rendered otherwise" in workflow_status(cloud, made).out


def test_a_commit_that_is_not_in_this_clone_is_told(cloud, made):
    committed(made, says(4), "say four")

    found = workflow_status(cloud, made)

    assert "the commit of release 2 is not in this clone: git fetch --all tells more" in found.out


def test_outside_git_there_are_no_commits_to_tell(cloud, folder):
    (folder / "orders.asl.json").write_text(json.dumps(says(4)))

    value = told(cloud, "--workflow", "orders.asl.json", "--json").value

    assert [one["kind"] for one in value["drift"]] == ["workflow"]
    assert "commits" not in value


def test_a_shallow_clone_is_told_which_fetch_brings_the_commit(cloud, made):
    committed(made, says(4), "say four")
    (made.folder / ".git" / "shallow").write_text(made.git("rev-parse", "HEAD").strip() + "\n")

    assert (
        "the commit of release 2 is not in this clone: git fetch --unshallow tells more"
        in workflow_status(cloud, made).out
    )
