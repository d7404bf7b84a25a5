"""`rollback`: goes back to an earlier release of a state machine, the same way as a push."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_updater.clock import SystemClock
from workflow_updater.commands.chosen_stack import ChosenStack, add_bucket_argument, add_stack_arguments, choose_stack
from workflow_updater.commands.deadline import add_timeout
from workflow_updater.commands.deployment import DEFAULT_TIMEOUT_SECONDS, given_template, nothing_sent_yet
from workflow_updater.commands.pushing import WORDS, add_push_arguments, ask, pushed_value, terms_of
from workflow_updater.commands.shown import shown_on
from workflow_updater.commands.step_summary import StepSummary
from workflow_updater.core.content_address import addressed_digest, parse_location
from workflow_updater.core.release import Release
from workflow_updater.core.short import short_id
from workflow_updater.core.validation.finding import errors_in
from workflow_updater.core.validation.validate import validate
from workflow_updater.errors import EXIT_DONE, DefinitionInvalid, Refused, UsageError
from workflow_updater.plan.model import Plan, Template
from workflow_updater.plan.planner import Wanted
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.progress import watch
from workflow_updater.plan.push import Pushed, push
from workflow_updater.plan.recording.released import Released, read_released
from workflow_updater.releases.ancestry import deployed, made_from, steps_back, tells_a_step_back
from workflow_updater.releases.definitions import read_definition
from workflow_updater.releases.named import FORMS, release_named
from workflow_updater.releases.store import RECENT
from workflow_updater.report.release import release_words
from workflow_updater.screen import Screen

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud

SUMMARY = "go back to an earlier release of a stack's state machine"
_ONE_BACK = "-1"
_ENDED: Mapping[str, str] = {"rolled back": "was rolled back by CloudFormation", "failed": "failed"}


@dataclass(frozen=True)
class Way:
    """Which release is gone back to, and from where."""

    released: Released
    release: Release


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the flags of this verb."""
    what = parser.add_argument_group("what goes where")
    add_stack_arguments(what)
    add_bucket_argument(what)
    what.add_argument("--to", default=_ONE_BACK, metavar="RELEASE", help=f"{FORMS} (%(default)s)")
    what.add_argument("-t", "--template", default="", metavar="FILE", help="the original template of the stack")
    what.add_argument("-d", "--description", default="", help="description of the release, for example why")
    how = parser.add_argument_group("how it is done")
    add_push_arguments(how)
    add_timeout(how, DEFAULT_TIMEOUT_SECONDS)


def run(options: argparse.Namespace, connect: Callable[[], Cloud], screen: Screen) -> int:
    """Go back, tell how it ended, and return 0."""
    chosen = choose_stack(options, os.environ, Path.cwd())
    template = given_template(options.template)
    clock = SystemClock()
    with StepSummary(os.environ, f"{chosen.stack}: rollback", clock, screen) as summary:
        started = clock.monotonic()
        cloud = connect()
        screen.live(f"reading the releases of {chosen.stack}")
        with nothing_sent_yet(chosen.stack):
            way = find_way(cloud, chosen, options.to)
            for line in way_lines(way):
                screen.note(line)
            wanted = _wanted(way, cloud, chosen, template, options.description)
        steps = push(
            wanted,
            cloud,
            terms_of(options, clock, started),
            approve=partial(_approve, way, options, screen),
            prepare=partial(_prepare, way),
        )
        pushed = watch(steps, summary.watching(shown_on(screen)))
        summary.words = f"{WORDS[pushed.outcome.ended]}: back to release {way.release.sequence}"
    seconds = clock.monotonic() - started - screen.thought_seconds
    screen.result(_last_line(way, pushed, seconds))
    screen.result_json(_value(way, pushed, seconds))
    return EXIT_DONE


def find_way(cloud: Cloud, chosen: ChosenStack, to: str) -> Way:
    """
    Return the release that *to* names, and what runs now.

    Raises:
        UsageError: there is no such stack or release, or that release never ran.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    to = to.removeprefix("release:")  # as `diff --against` takes it
    released = _read_released(cloud, chosen, to)
    releases, running = released.records.releases, released.running
    if not deployed(releases):
        raise UsageError(
            f"{released}: there is nothing to go back to: no release that ran is recorded",
            hint="`deploy` records each; `deploy` from an older commit goes back too",
        )
    if to == _ONE_BACK and running and not steps_back(releases, running):
        first = made_from(releases, running)[-1].sequence
        raise UsageError(
            f"{released}: there is nothing to go back to: nothing ran before release {first}",
            hint="--to names a release; `history` lists them",
        )
    release = release_named(releases, to, running=running)
    if release.outcome != "updated":
        cause = f": {release.cause}" if release.cause else ""
        raise UsageError(
            f"{released}: release {release.sequence} never ran: it {_ENDED[release.outcome]}{cause}",
            hint="`history` tells those that did: their outcome is updated",
        )
    return Way(released, release)


def _read_released(cloud: Cloud, chosen: ChosenStack, to: str) -> Released:
    """Return what *to* is looked for in: one step back is seldom further than the newest records."""
    read = partial(read_released, cloud, chosen.stack, resource=chosen.resource, bucket=chosen.bucket)
    released = read(newest=RECENT if to == _ONE_BACK else None)
    return released if tells_a_step_back(released.records, released.running) else read()


def way_lines(way: Way) -> list[str]:
    """Return what is gone back to, and from what when no release tells."""
    location = way.released.location
    lines = [f"{way.released}: back to {release_words(way.release)}"]
    if way.released.running is None and location:
        by = "is being deployed" if way.released.is_busy else "no release recorded: it was deployed past this tool"
        lines.append(f"  replaces {location}, which {by}")
    return [*lines, *(f"  not read: {one.key}: {one.why}" for one in way.released.records.unreadable)]


def _wanted(way: Way, cloud: Cloud, chosen: ChosenStack, template: Template | None, description: str) -> Wanted:
    """
    Return what to push.

    Raises:
        DefinitionInvalid: today's rules have errors for it, for which the macro would refuse it.
        UsageError, Refused: its object is gone, or is another one now.
    """
    release = way.release
    definition = read_definition(cloud.objects, release)
    name = f"release {release.sequence}"
    errors = [one._replace(file=name) for one in errors_in(validate(definition))]
    if errors:
        raise DefinitionInvalid(
            f"{way.released}: {name} has errors by the rules of this version; nothing was sent to AWS",
            errors,
            hint="the macro would refuse it; --to names another release, or correct its source and deploy that",
        )
    return Wanted(
        definition=definition,
        file=name,
        stack=chosen.stack,
        resource=way.released.folder.resource,
        bucket=chosen.bucket,
        key=_own_key(way),
        template=template,
        description=description,
        restores=release.sequence,
        provenance=release.provenance,
    )


def _own_key(way: Way) -> str:
    """
    Return the key that the stack takes its workflow from, when it is of the user's own choice, and the release's too.

    A record alone names no key to write to: whoever may push may write one.
    """
    pushed, now = (text.partition("?versionId=")[0] for text in (way.release.location, way.released.location))
    key = parse_location(pushed).key
    return "" if addressed_digest(key) or pushed != now else key


def _prepare(way: Way, wanted: Wanted, cloud: Cloud) -> Plan:
    """Return the plan, as long as that is replaced from which the way back was counted; raises Refused else."""
    plan = prepare(wanted, cloud)
    if plan.location_now != way.released.location and not plan.is_unchanged:
        raise Refused(
            f"{plan.target}: somebody else deployed meanwhile: {plan.location_now}; nothing was changed",
            hint="`history` tells what runs now; then call rollback again",
        )
    return plan


def _approve(way: Way, options: argparse.Namespace, screen: Screen, plan: Plan) -> None:
    question = f"let {plan.target} go back to release {way.release.sequence}?"
    ask(question, plan, options, screen)


def _last_line(way: Way, pushed: Pushed, seconds: float) -> str:
    target, number = pushed.plan.target, way.release.sequence
    match pushed.outcome.ended:
        case "unchanged":
            return f"{target} runs release {number} already: no change"
        case "reviewed":
            return f"{target}: change set back to release {number} reviewed, not executed: {pushed.outcome.change_set}"
        case "updated" if pushed.outcome.is_replaced:
            return f"{target} was taken back to release {number}, and updated by somebody else right after"
        case "updated":
            digest = short_id(pushed.plan.publication.digest)
            return f"{target} is back at release {number}: runs {digest} (updated in {seconds:.1f} s)"


def _value(way: Way, pushed: Pushed, seconds: float) -> dict[str, Any]:
    running = way.released.running
    besides = {
        "restores": way.release.sequence,
        "replaces": running.sequence if running else 0,
        "commit": way.release.commit,
    }
    return pushed_value(pushed, seconds, besides)
