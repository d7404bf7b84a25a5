"""`blame`: which release last changed each state, and each line of a state."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_updater.commands.chosen_stack import add_bucket_argument, add_stack_arguments, choose_stack
from workflow_updater.core.change.blame import (
    LastChange,
    Removal,
    blamed_lines,
    last_changes,
    removals,
    ways_named,
    ways_of,
)
from workflow_updater.core.change.parts import way_text
from workflow_updater.core.definition.json_pointer import Path as Way
from workflow_updater.core.nearest import nearest
from workflow_updater.core.release import Release
from workflow_updater.errors import EXIT_DONE, UsageError
from workflow_updater.plan.recording.released import Released, read_released
from workflow_updater.releases.ancestry import deployed, made_from
from workflow_updater.releases.definitions import Definitions
from workflow_updater.report import blame as report
from workflow_updater.report.colour import paint
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "show which release last changed each state, or each line of one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    parser.add_argument(
        "state",
        nargs="?",
        metavar="STATE",
        help=f"a state, for each line of it: its name, or its path as it is listed; `{report.WHOLE}` for what is above",
    )
    add_stack_arguments(parser)
    add_bucket_argument(parser)
    parser.add_argument("--removed", action="store_true", help="list the states that are gone, too; reads all releases")


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """
    Show which release last changed what, and return 0.

    Raises:
        UsageError: there is no such stack, release or state, or several of that name.
        Refused: the object of the newest release is not what was pushed.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    chosen = choose_stack(options, os.environ, Path.cwd())
    cloud = connect()
    screen.live(f"reading the releases of {chosen.stack}")
    released = read_released(cloud, chosen.stack, resource=chosen.resource, bucket=chosen.bucket)
    for one in released.records.unreadable:
        screen.note(f"not read: {one.key}: {one.why}")
    running = _running(released, screen)
    history = Definitions(cloud.objects, made_from(released.records.releases, running))
    next(iter(history), None)
    if history.missing:  # the newest itself
        raise history.missing
    blamed = report.Blamed(str(released), running, history.releases)
    if options.state is not None:
        blamed = _of_state(blamed, history, options.state)
    else:
        changes = last_changes(history)
        blamed = blamed._replace(changes=changes, removed=_gone(history, changes) if options.removed else [])
    if history.missing:
        screen.note(f"{history.missing.message}; what is older is told as of the release after it")
    for line in report.blamed_lines(blamed, paint(colour=screen.has_colour)):
        screen.result(line)
    screen.result_json(
        {"stack": released.folder.stack, "resource": released.folder.resource, **report.blamed_value(blamed)}
    )
    return EXIT_DONE


def _running(released: Released, screen: Screen) -> Release:
    """Return the release that runs; where what runs is none, the newest one, and say so."""
    releases = released.records.releases
    newest = deployed(releases)[:1]
    running = released.running or (newest[0] if newest else None)
    if running is None:
        raise UsageError(f"{released}: no release is recorded that ran", hint="`deploy` records each")
    if released.running is None:
        recorded = "no release recorded yet: it is being deployed" if released.is_busy else "no release recorded"
        screen.note(f"{released} runs {released.location or 'no workflow'}, which {recorded};")
        screen.note(f"this is about the newest release, {running.sequence}")
    return running


def _of_state(blamed: report.Blamed, history: Definitions, text: str) -> report.Blamed:
    """Return the lines of the state that *text* names: of those that there are, else of those that there were."""
    known = ways_of(next(iter(history)))
    found: list[Way] = [()] if text == report.WHOLE else ways_named(known, text)
    if len(found) > 1:
        raise UsageError(f"{text} can be {', '.join(map(way_text, found))}", hint="name it as it is written here")
    if not found:
        return _of_removed(blamed, history, text)
    way = found[0]
    inside = [one for one in known if way and one[: len(way)] == way]
    changes = last_changes(history, inside or [way])
    return blamed._replace(changes=changes, state=way, lines=blamed_lines(history, way))


def _of_removed(blamed: report.Blamed, history: Definitions, text: str) -> report.Blamed:
    removal = next((one for one in removals(history) if ways_named([one.way], text)), None)
    if removal is None:
        known = [way_text(way) for way in ways_of(next(iter(history)))]
        likely = nearest(text, known)
        raise UsageError(
            f"{blamed.target} has no state {text or 'without a name'}, and none of the releases that led to it had one",
            hint=f"did you mean {likely}?" if likely else "`blame` without a state lists them",
        )
    before = removal.since + 1
    lines = [
        line._replace(since=line.since + before) for line in blamed_lines(islice(history, before, None), removal.way)
    ]
    return blamed._replace(state=removal.way, lines=lines, removed=[removal])


def _gone(history: Definitions, changes: list[LastChange]) -> list[Removal]:
    """Return what is there no more, each with the newest release that took it away."""
    there = {one.way for one in changes}
    found: dict[Way, Removal] = {}
    for removal in removals(history):
        if removal.way not in there:
            found.setdefault(removal.way, removal)
    return list(found.values())
