"""`diff`: two definitions side by side, wherever the other one is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import Called, call
from tests.unit.commands.released import ReleasedCloud
from tests.unit.commands.test_status import TEMPLATE
from tests.unit.sources.test_git import git
from workflow_updater.commands import diff
from workflow_updater.core.content_address import canonical, digest
from workflow_updater.errors import DefinitionInvalid, Refused, UsageError


def hello(result: object, name: str = "Hello") -> dict[str, Any]:
    return {"StartAt": name, "States": {name: {"Type": "Pass", "Result": result, "End": True}}}


@pytest.fixture
def cloud() -> FakeCloud:
    made = FakeCloud()
    made.objects.add_bucket("bucket")
    pushed = canonical(hello("pushed"))
    stored = made.objects.put("bucket", f"orders/{digest(pushed)}.asl.json", pushed)
    location = f"s3://bucket/{stored.key}?versionId={stored.version_id}"
    made.stacks.add("orders", template=json.dumps(TEMPLATE), parameters={"Workflow": location})
    made.machines.add(made.stacks.held["orders"].resources["Orders"], json.dumps(hello("live")))
    return made


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose workflow has the result 1 in its commit and 2 on disk."""
    git(tmp_path, "init", "-q", "-b", "main")
    folder = tmp_path / "workflows" / "orders"
    folder.mkdir(parents=True)
    file = folder / "definition.asl.json"
    file.write_text(json.dumps(hello(1)))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    file.write_text(json.dumps(hello(2)))
    (tmp_path / "other.json").write_text(json.dumps(hello("other")))
    (tmp_path / "workflows.toml").write_text('[workflows.orders]\nstack = "orders"\n')
    monkeypatch.chdir(tmp_path)
    return folder


def differing(cloud: FakeCloud, against: str, *flags: str) -> Called:
    return call(diff, cloud, "orders", "--against", against, *flags)


@pytest.mark.parametrize(
    ("against", "before"),
    [
        ("other.json", "other"),
        ("HEAD", 1),
        ("main", 1),
        (":", 1),
        ("HEAD:workflows/orders/definition.asl.json", 1),
        (":workflows/orders/definition.asl.json", 1),
        ("deployed", "live"),
        (f"sha256:{digest(canonical(hello('pushed')))}", "pushed"),
        (f"s3://bucket/orders/{digest(canonical(hello('pushed')))}.asl.json", "pushed"),
    ],
)
def test_the_other_definition_is_found_wherever_it_is(cloud: FakeCloud, against: str, before: object) -> None:
    (change,) = differing(cloud, against, "--json").value["changes"]

    assert ("Hello", "changed", ["parameters"]) == (change["state"], change["kind"], change["aspects"])
    assert [{"place": "Result", "aspect": "parameters", "before": before, "after": 2}] == change["edits"]


def test_a_path_of_a_revision_counts_from_the_root_unless_it_begins_with_a_dot(
    cloud: FakeCloud, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)

    for against in ("HEAD:workflows/orders/definition.asl.json", "HEAD:./definition.asl.json", "HEAD"):
        value = call(diff, cloud, ".", "--against", against, "--json").value
        assert ("orders", True) == (value["workflow"], value["differs"])


@pytest.mark.parametrize("against", ["HEAD", ":"])
def test_a_workflow_that_was_not_there_yet_is_new_altogether(cloud: FakeCloud, files: Path, against: str) -> None:
    (files.parent / "mail").mkdir()
    (files.parent / "mail" / "definition.asl.json").write_text(json.dumps(hello(1)))

    told = call(diff, cloud, "mail", "--against", against)

    assert "+ Hello (Pass)" in told.out
    assert "has no workflows/mail/definition.asl.json: all of it is new" in told.err


def test_text_names_both_sides(cloud: FakeCloud) -> None:
    told = differing(cloud, "HEAD").out

    assert "orders: HEAD → workflows/orders/definition.asl.json\n1 changed\n\n~ Hello\n    Result: 1 → 2\n" == told


def test_without_difference_it_says_so(cloud: FakeCloud) -> None:
    told = differing(cloud, "workflows/orders", "--detailed-exitcode")

    assert (0, "no difference") == (told.code, told.out.splitlines()[-1])


def test_the_exit_code_tells_the_difference_on_demand_only(cloud: FakeCloud) -> None:
    assert (0, 10) == (differing(cloud, "HEAD").code, differing(cloud, "HEAD", "--detailed-exitcode").code)


def test_markdown_holds_details_and_the_graph(cloud: FakeCloud) -> None:
    told = differing(cloud, "HEAD", "--format", "markdown").out

    assert "| 🟠 changed | `Hello` | parameters |" in told
    assert "```mermaid\nflowchart TB\n" in told


def test_json_can_be_asked_for_as_a_format(cloud: FakeCloud) -> None:
    assert differing(cloud, "HEAD", "--json").value == json.loads(differing(cloud, "HEAD", "--format", "json").out)


def test_permissions_newly_needed_are_told(cloud: FakeCloud, files: Path) -> None:
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sns:publish",
        "Parameters": {"TopicArn": "arn:aws:sns:eu-central-1:111122223333:told", "Message": "x"},
        "End": True,
    }
    (files / "definition.asl.json").write_text(json.dumps({"StartAt": "Tell", "States": {"Tell": task}}))

    told = differing(cloud, "HEAD")

    assert "permissions newly needed\n  + sns:Publish on arn:aws:sns:eu-central-1:111122223333:told\n" in told.out


def test_placeholders_that_cloudformation_replaced_are_no_difference(cloud: FakeCloud, files: Path) -> None:
    (files / "definition.asl.json").write_text(json.dumps(hello("${Say}")))

    assert not differing(cloud, "deployed", "--json").value["differs"]


def test_errors_in_either_are_told_and_do_not_stop_it(cloud: FakeCloud, files: Path) -> None:
    (files / "definition.asl.json").write_text('{"StartAt": "Nowhere", "States": {}}')

    told = differing(cloud, "HEAD")

    assert "definition.asl.json has " in told.err
    assert "- Hello (Pass)" in told.out


@pytest.mark.parametrize(
    ("against", "why"),
    [
        ("nowhere", "is no file and no git revision"),
        ("--evil", "is no file and no git revision"),
        ("sha256:12", "is no digest"),
        ("sha256:" + "0" * 64, "nothing was pushed to"),
        ("s3://bucket", "is not of the form"),
        ("HEAD:other.json", "has no other.json"),
    ],
)
def test_what_is_nothing_is_told_with_what_it_could_be(cloud: FakeCloud, against: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        call(diff, cloud, "orders", f"--against={against}")


@pytest.mark.parametrize(("against", "before"), [("release:1", "first"), ("release:-1", "first"), ("release:#2", 2)])
def test_a_release_is_compared_with(files: Path, against: str, before: object) -> None:
    cloud = ReleasedCloud()
    cloud.release(hello("first"))
    cloud.release(hello(2))

    value = differing(cloud, against, "--json").value

    assert value["old"] == f"release {1 if before == 'first' else 2}"
    assert value["differs"] == (before != 2)


def test_a_branch_that_is_called_release_is_no_release(cloud: FakeCloud, files: Path) -> None:
    git(files, "branch", "release")

    value = differing(cloud, "release:workflows/orders/definition.asl.json", "--json").value

    assert value["changes"][0]["edits"][0]["before"] == 1


@pytest.mark.parametrize(
    ("against", "why"),
    [
        ("release:7", "there is no release 7"),
        ("release:last", "last names no release"),
        ("release:", "an empty word names"),
    ],
)
def test_what_is_no_release_is_told(files: Path, against: str, why: str) -> None:
    cloud = ReleasedCloud()
    cloud.release(hello("first"))

    with pytest.raises(UsageError, match=why):
        differing(cloud, against)


@pytest.mark.parametrize("against", ["deployed", "release:7"])
def test_what_was_deployed_needs_a_stack(cloud: FakeCloud, files: Path, against: str) -> None:
    with pytest.raises(UsageError, match="--stack is missing"):
        call(diff, cloud, str(files.parents[1] / "other.json"), "--against", against)


def test_an_object_that_is_not_what_its_digest_promises_is_refused(cloud: FakeCloud) -> None:
    key = f"orders/{'1' * 64}.asl.json"
    cloud.objects.put("bucket", key, b"{}")

    with pytest.raises(Refused, match="not what its digest promises"):
        differing(cloud, f"s3://bucket/{key}")


def test_what_cannot_be_read_stops_it(cloud: FakeCloud, files: Path) -> None:
    (files / "definition.asl.json").write_text("{")

    with pytest.raises(DefinitionInvalid, match="cannot be read"):
        differing(cloud, "HEAD")


def test_an_empty_name_is_not_taken_for_a_comparison_with_nothing(cloud: FakeCloud) -> None:
    with pytest.raises(UsageError, match="--against is empty"):
        differing(cloud, "")
