"""`history`: golden files, and what it does with records that are none."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.commands.called import call
from tests.unit.commands.released import BUCKET, FOLDER, STACK, ReleasedCloud, says
from tests.unit.plan.pushing import BYE, attempt
from tests.unit.releases.records import release
from workflow_updater.commands import history
from workflow_updater.core.columns import columns
from workflow_updater.core.release import Release
from workflow_updater.errors import UsageError
from workflow_updater.plan.executor import carry_out
from workflow_updater.plan.planner import Wanted
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import Verified
from workflow_updater.report.history import history_lines
from workflow_updater.screen import Screen

GOLDEN = Path(__file__).parents[2] / "golden" / "history"
HOSTILE = "\x1b[2J\u202e" + "x" * 100


def nothing() -> ReleasedCloud:
    return ReleasedCloud()


def several() -> ReleasedCloud:
    cloud = ReleasedCloud()
    cloud.release(says(1))
    cloud.release(says(2), dirty=True, author=f"{HOSTILE} <x>", subject=HOSTILE)
    cause = "Orders UPDATE_FAILED: Invalid State Machine Definition: 'X'\n  orders UPDATE_ROLLBACK_IN_PROGRESS: y"
    cloud.release(says(3), outcome="rolled back", cause=cause)
    cloud.release(says(4), commit="", author="", subject="", description="by hand", outcome="failed", cause="z" * 300)
    cloud.release(says(1), restores=1, commit=cloud.recorded[0].commit, subject="change 1")
    return cloud


def foreign() -> ReleasedCloud:
    cloud = several()
    cloud.objects.put(BUCKET, FOLDER.key(6), b"{}")
    cloud.objects.put(BUCKET, FOLDER.path + "\x1b[2Jnotes.txt", b"")
    cloud.deploy(BYE)
    return cloud


def killed() -> ReleasedCloud:
    cloud = ReleasedCloud()
    cloud.release(says(1))
    plan = prepare(Wanted(says(2), "definition.json", STACK, description="ticket 12"), cloud.ports)
    for step in carry_out(plan, cloud.ports, attempt("killed")):
        if isinstance(step, Verified):
            break
    return cloud


CLOUDS: dict[str, Callable[[], ReleasedCloud]] = {
    "nothing": nothing,
    "several": several,
    "foreign": foreign,
    "killed": killed,
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", CLOUDS)
def test_a_history_is_told_as_the_golden_files_have_it(name: str) -> None:
    cloud = CLOUDS[name]()
    writes = list(cloud.writes)

    told = call(history, cloud, "--stack", STACK)
    value = call(history, cloud, "--stack", STACK, "--json").value

    assert (GOLDEN / f"{name}.txt").read_text("utf-8") == told.err + told.out
    assert json.loads((GOLDEN / f"{name}.json").read_text("utf-8")) == value
    assert (told.code, cloud.writes) == (0, writes)


@pytest.mark.parametrize("width", [120, 80, 60, 40])
@pytest.mark.parametrize("name", ["several", "foreign"])
def test_on_a_narrow_terminal_it_stays_a_table(monkeypatch: pytest.MonkeyPatch, name: str, width: int) -> None:
    monkeypatch.setattr(Screen, "columns", property(lambda _: width))

    told = call(history, CLOUDS[name](), "--stack", STACK).out

    assert (GOLDEN / f"{name}_{width}.txt").read_text("utf-8") == told
    assert max(map(columns, told.splitlines())) <= width


def wide() -> list[Release]:
    subject, author = "在付款之前预订房间并通知客人" * 4, "山田太郎 <x>"
    return [release(number, says(number), author=author, subject=subject, cause="原因 " * 40) for number in (10, 9)]


@pytest.mark.parametrize("width", [120, 80, 60, 40, 38])
def test_number_outcome_and_definition_fit_whatever_characters_the_rest_has(width: int) -> None:
    releases = wide()

    lines = history_lines(releases, running=None, width=width)

    assert max(map(columns, lines)) <= width
    for one in releases:
        (row,) = (line for line in lines if f" {one.sequence} " in line[:7])
        assert one.outcome in row
        assert one.digest[:12] in row


def test_on_a_terminal_without_room_for_anything_nothing_of_it_is_lost() -> None:
    lines = history_lines(wide(), running=None, width=4)

    assert lines[0].split() == ["release", "outcome", "definition"]


def test_only_the_newest_are_listed_and_the_one_that_runs() -> None:
    cloud = several()
    cloud.release(says(6), outcome="failed", cause="x")
    cloud.release(says(7), outcome="failed", cause="x")

    told = call(history, cloud, "--stack", STACK, "-n", "1")
    value = call(history, cloud, "--stack", STACK, "-n", "1", "--json").value

    lines = told.out.splitlines()
    assert [line.split()[:2] for line in (lines[1], lines[4])] == [["7", "2026-11-20"], ["*", "5"]]
    assert lines[3] == "…"
    assert told.err == "6 older; -n 7 lists all\n"
    assert ([one["release"]["sequence"] for one in value["releases"]], value["running"], value["older"]) == ([7], 5, 6)


def test_no_more_records_are_read_than_are_shown() -> None:
    cloud = ReleasedCloud()
    for number in range(30):
        cloud.release(says(number))

    call(history, cloud, "--stack", STACK, "-n", "2")

    assert len([called for called in cloud.objects.calls if called[0] == "newest"]) == 2


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_a_number_that_is_none_is_refused(number: str) -> None:
    with pytest.raises((SystemExit, argparse.ArgumentError)):
        call(history, nothing(), "--stack", STACK, f"-n={number}")


def test_without_a_stack_it_is_asked_for() -> None:
    with pytest.raises(UsageError, match="--stack is missing"):
        call(history, nothing())
