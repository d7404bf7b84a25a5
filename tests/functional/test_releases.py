"""Releases on the embedded cloud: records in S3, commits of real repositories, pushers that are killed or race."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.functional.pushing import BROKEN, BYE, HELLO, Account, machine, template
from tests.git_repositories import GitRepository, new_repository
from tests.unit.core.test_release import RELEASE
from workflow_updater.cli import main
from workflow_updater.clock import SystemClock
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.aws.connect import cloud_of
from workflow_updater.core.release import ReleaseFolder
from workflow_updater.plan.recording import record as recording
from workflow_updater.releases.store import read_records, record

NUMBERS = count()
DEFINITION = "definition.asl.json"
AUTHOR = "dev@example.org <dev@example.org>"


class Killed(BaseException):
    """What nothing catches, as nothing catches SIGKILL."""


class Team:
    """A stack, and a repository whose definition goes there."""

    def __init__(self, account: Account, stack: str, made: GitRepository) -> None:
        self.account, self.stack, self.made = account, stack, made

    def deploy(self, *flags: str) -> int:
        return main(["deploy", "--stack", self.stack, "--workflow", DEFINITION, *flags])

    def records(self) -> list[dict[str, Any]]:
        s3 = self.account.cloud.client("s3")
        listed = s3.list_objects_v2(Bucket=self.account.bucket, Prefix=f"orders/releases/{self.stack}/")
        keys = [one["Key"] for one in listed.get("Contents", ())]
        return [json.loads(s3.get_object(Bucket=self.account.bucket, Key=key)["Body"].read()) for key in keys]

    def kill_before_recording(self) -> None:
        with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
            patch.setattr(recording, "record", _die)
            self.deploy()


def _die(*_: Any, **__: Any) -> Any:
    raise Killed


@pytest.fixture
def team(account: Account, monkeypatch: pytest.MonkeyPatch) -> Team:
    stack = f"releases-{next(NUMBERS)}"
    account.create_stack(stack, template())
    made = new_repository(account.folder / "repository")
    made.commit(**{DEFINITION: HELLO})
    monkeypatch.chdir(made.folder)
    return Team(account, stack, made)


def test_a_push_is_on_record_with_its_commit_and_history_tells_it(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    commit = team.made.git("rev-parse", "HEAD")

    assert team.deploy() == 0
    told = capsys.readouterr().err
    assert main(["history", "--stack", team.stack]) == 0

    (one,) = team.records()
    assert (one["commit"], one["dirty"], one["author"], one["subject"]) == (commit, False, AUTHOR, "a change")
    assert (one["sequence"], one["kind"], one["outcome"], one["parent_digest"]) == (1, "push", "updated", "")
    assert f"from commit {commit[:12]}, by {AUTHOR}: a change" in told
    assert told.rstrip().endswith("recorded as release 1")
    assert f"*  1        {one['ended'][:10]} {one['ended'][11:16]}Z  updated  {commit[:12]}" in capsys.readouterr().out


def test_the_change_set_says_what_it_was_for_whoever_has_to_know(team: Team) -> None:
    assert team.deploy("--description", "ticket 12") == 0

    arn = team.records()[0]["change_set"]
    stacks = team.account.cloud.client("cloudformation")
    told = json.loads(stacks.describe_change_set(ChangeSetName=arn)["Description"])
    assert (told["commit"], told["description"]) == (team.made.git("rev-parse", "HEAD"), "ticket 12")


def test_what_is_not_as_in_the_commit_is_recorded_as_such(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.made.write(DEFINITION, BYE)

    assert team.deploy() == 0

    assert "with uncommitted changes, by" in capsys.readouterr().err
    assert [one["dirty"] for one in team.records()] == [True]


def test_a_file_that_a_template_reads_and_nobody_committed_makes_it_dirty(team: Team) -> None:
    team.made.write("definition.asl.json.j2", json.dumps(HELLO).replace('"hello"', "\"{{ file('word.txt') }}\""))
    team.made.git("rm", "-q", DEFINITION)
    team.made.commit()
    team.made.write("word.txt", "hello there")
    team.made.write("notes.txt", "of no matter")

    assert main(["deploy", "--stack", team.stack, "--workflow", "definition.asl.json.j2"]) == 0
    team.made.git("add", "word.txt")
    team.made.git("commit", "-q", "-m", "the word")
    assert main(["deploy", "--stack", team.stack, "--workflow", "definition.asl.json.j2", "--force"]) == 0
    team.made.write("word.txt", "good bye")
    team.made.commit()
    assert main(["deploy", "--stack", team.stack, "--workflow", "definition.asl.json.j2"]) == 0

    assert [one["dirty"] for one in team.records()] == [True, False]


def test_an_update_that_is_rolled_back_is_on_record_with_its_cause(team: Team) -> None:
    assert team.deploy() == 0
    team.account.create_stack(f"{team.stack}-fails", template(Orders=machine(DefinitionSubstitutions={"Broken": '"'})))
    failing = Team(team.account, f"{team.stack}-fails", team.made)
    team.made.commit(**{DEFINITION: BROKEN})

    assert failing.deploy() == 1

    (one,) = failing.records()
    assert one["outcome"] == "rolled back"
    assert one["cause"].startswith("Orders UPDATE_FAILED: ")


def test_a_push_from_another_branch_is_refused_with_what_would_be_lost(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    base = team.made.git("rev-parse", "HEAD")
    running = team.made.commit(**{DEFINITION: BYE})
    assert team.deploy() == 0
    team.made.git("checkout", "-q", "-b", "side", base)
    team.made.commit(notes="mine")

    assert main(["plan", "--stack", team.stack, "--workflow", DEFINITION]) == 4
    assert team.deploy() == 4

    told = capsys.readouterr().err
    assert f"runs commit {running[:12]}" in told
    assert f"1 commit would be lost\n  {running[:12]} {AUTHOR}: a change\n" in told
    assert (len(team.records()), team.account.live(team.stack), team.account.change_sets(team.stack)) == (1, BYE, [])

    assert team.deploy("--force") == 0
    assert "note: --force takes back 1 commit of release 1" in capsys.readouterr().err
    assert team.account.live(team.stack) == HELLO


def test_a_merge_of_it_may_be_pushed(team: Team) -> None:
    base = team.made.git("rev-parse", "HEAD")
    team.made.commit(**{DEFINITION: BYE})
    assert team.deploy() == 0
    team.made.git("checkout", "-q", "-b", "side", base)
    team.made.commit(notes="mine")
    team.made.git("merge", "-q", "--no-edit", "main")
    team.made.commit(**{DEFINITION: HELLO})

    assert team.deploy() == 0

    assert [one["sequence"] for one in team.records()] == [1, 2]


def test_a_shallow_clone_cannot_tell_until_it_has_the_commits(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert team.deploy() == 0
    team.made.commit(notes="more")
    team.made.commit(**{DEFINITION: BYE})
    clone = team.account.folder / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", "--no-local", team.made.folder.as_uri(), clone],
        check=True,
        capture_output=True,
    )
    monkeypatch.chdir(clone)
    cloned = GitRepository(clone)
    cloned.git("checkout", "-q", "--detach")

    assert team.deploy() == 4
    told = capsys.readouterr().err
    cloned.git("fetch", "-q", "--unshallow")
    assert team.deploy() == 0

    assert "which is not in this clone" in told
    assert "fetch-depth: 0" in told
    assert [one["commit"] for one in team.records()][1] == team.made.git("rev-parse", "HEAD")


def test_a_definition_outside_git_is_pushed_with_a_note(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path_factory: Any
) -> None:
    assert team.deploy() == 0
    outside: Path = tmp_path_factory.mktemp("outside")
    (outside / DEFINITION).write_text(json.dumps(BYE))
    monkeypatch.chdir(outside)

    assert team.deploy() == 0

    assert "note: the definition comes from no commit" in capsys.readouterr().err
    assert [one["commit"] for one in team.records()][1:] == [""]


def test_a_killed_push_is_recorded_by_the_next_one(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    first = team.made.git("rev-parse", "HEAD")
    team.kill_before_recording()
    assert team.records() == []
    second = team.made.commit(**{DEFINITION: BYE})

    assert team.deploy() == 0

    assert [(one["sequence"], one["commit"]) for one in team.records()] == [(1, first), (2, second)]
    assert "recorded release 1, which nobody had" in capsys.readouterr().err


def test_a_killed_push_is_recorded_by_one_that_changes_nothing_and_only_once(team: Team) -> None:
    team.kill_before_recording()

    with ThreadPoolExecutor(max_workers=3) as pool:
        codes = list(pool.map(lambda _: team.deploy(), range(3)))
    assert team.deploy() == 0

    assert (codes, [one["sequence"] for one in team.records()]) == ([0, 0, 0], [1])


def test_a_killed_push_counts_before_it_is_recorded(team: Team) -> None:
    base = team.made.git("rev-parse", "HEAD")
    team.made.commit(**{DEFINITION: BYE})
    team.kill_before_recording()
    team.made.git("checkout", "-q", "-b", "side", base)

    assert team.deploy() == 4

    assert team.records() == []


def test_of_many_who_record_at_once_each_gets_a_number_of_its_own(account: Account) -> None:
    cloud = account.cloud
    session = boto3.Session(cloud.access_key_id, cloud.secret_access_key, region_name=cloud.region)
    clients = Clients(session, endpoint_url=cloud.endpoint, environ={})
    objects = cloud_of(clients, region=cloud.region, clock=SystemClock()).objects
    folder = ReleaseFolder(account.bucket, "orders", "ORDERS", "Orders")
    mine = [replace(RELEASE, change_set=f"arn:aws:cloudformation:::changeSet/{number}") for number in range(6)]

    with ThreadPoolExecutor(max_workers=8) as pool:
        done = list(pool.map(lambda one: record(objects, folder, one, last=0), [*mine, *mine]))

    found = read_records(objects, folder)
    clients.close()
    assert [one.sequence for one in found.releases] == [6, 5, 4, 3, 2, 1]
    assert sorted(done[:6], key=lambda one: one.sequence) == list(found.releases[::-1])
    assert {one.change_set: one.sequence for one in done[6:]} == {one.change_set: one.sequence for one in done[:6]}
