"""Records that somebody forged, who may push: what every verb makes of them, and that a colleague can go on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.commands.called import call
from tests.unit.commands.released import BUCKET, FOLDER, STACK, ReleasedCloud, says
from tests.unit.releases.records import release
from workflow_updater.commands import blame, deploy, history, plan, rollback, status
from workflow_updater.core.release import SEQUENCE_MAX, to_json
from workflow_updater.errors import Refused

EVIL = "\x1b[2J\x1b]0;mine\x07\u202e\r\n::error::x\n<script>alert(1)</script>|`![x](http://e)`@team"
PUSHED = ("--workflow", "pushed.asl.json")
VERBS = [(history, ()), (blame, ()), (blame, ("Say",)), (status, PUSHED), (plan, PUSHED), (rollback, ())]


@pytest.fixture
def cloud(tmp_path, monkeypatch):
    """Three releases, and a workflow in the current folder, which is no repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    Path("pushed.asl.json").write_text(json.dumps(says("pushed")), "utf-8")
    made = ReleasedCloud()
    for number in (1, 2, 3):
        made.release(says(number))
    return made


def forge(cloud, sequence, definition, **fields):
    """Write a sound record of what runs, as whoever may push can."""
    forged = release(4, definition, **{"stack": STACK, "location": cloud.stored(definition)} | fields)
    cloud.objects.put(BUCKET, FOLDER.key(sequence), to_json(replace(forged, sequence=sequence)))


@pytest.mark.parametrize("outcome", ["updated", "failed"])
@pytest.mark.parametrize(("verb", "arguments"), VERBS)
def test_what_a_record_says_commands_no_terminal_and_no_runner(cloud, verb, arguments, outcome):
    texts = dict.fromkeys(("author", "subject", "description", "cause"), EVIL)
    forge(cloud, 4, says(3), outcome=outcome, **texts, state_machine="arn:\x1b[2J", change_set="arn:\x1b[2J")

    told = call(verb, cloud, "--stack", STACK, *arguments)
    summary = Path("summary.md").read_text("utf-8") if Path("summary.md").exists() else ""

    lines = "\n".join([told.out, told.err, summary]).split("\n")
    assert [line for line in lines if not line.isprintable() or line.startswith(("::", "<script"))] == []


def test_a_location_that_somebody_else_deployed_commands_no_terminal(cloud):
    key = "orders/\x1b[2J\u202e.json"
    cloud.objects.put(BUCKET, key, json.dumps(says("odd")).encode())
    cloud.deploy(says("odd"), f"s3://{BUCKET}/{key}")

    for verb, arguments in VERBS[-3:]:
        told = call(verb, cloud, "--stack", STACK, *arguments)
        assert [line for line in (told.out + told.err).split("\n") if not line.isprintable()] == []


@pytest.mark.parametrize(("verb", "arguments"), [*VERBS, (deploy, PUSHED)])
@pytest.mark.parametrize("restores", [(5, 4), (4, 5), (99_999_999, 2)])
def test_rollbacks_that_restore_each_other_end(cloud, verb, arguments, restores):
    for sequence, restored in zip((4, 5), restores, strict=True):
        forge(cloud, sequence, says(3), kind="rollback", restores=restored)

    assert call(verb, cloud, "--stack", STACK, *arguments).code == 0


def test_a_sound_record_far_ahead_stops_no_push_and_no_rollback(cloud):
    forge(cloud, SEQUENCE_MAX, says(3))

    assert call(rollback, cloud, "--stack", STACK, "--json").value["release"] == 4
    assert call(deploy, cloud, "--stack", STACK, *PUSHED, "--json").value["release"] == 5


def test_a_record_of_something_else_than_its_object_is_not_pushed(cloud):
    forge(cloud, 4, says("never stored"), location=cloud.stored(says(1)))

    with pytest.raises(Refused, match="is not what release 4 pushed"):
        call(rollback, cloud, "--stack", STACK, "--to", "4")
    assert cloud.live == says(3)


def test_a_rollback_writes_to_no_key_that_only_a_record_names(cloud):
    theirs = "orders/returns/own.json"
    old = cloud.objects.put(BUCKET, theirs, json.dumps(says("old"), separators=(",", ":")).encode())
    new = cloud.objects.put(BUCKET, theirs, b"{}")
    forge(cloud, 4, says("old"), location=f"s3://{BUCKET}/{theirs}?versionId={old.version_id}")

    told = call(rollback, cloud, "--stack", STACK, "--to", "4", "--json").value

    assert told["location"].startswith(f"s3://{BUCKET}/orders/{STACK}/Orders/")
    assert cloud.objects.newest(BUCKET, theirs, max_bytes=9).stored == new
