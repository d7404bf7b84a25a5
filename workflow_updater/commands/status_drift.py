"""What `status` says of the release that runs, of drift, and of change sets that nobody executed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workflow_updater.cloud.ports import PendingChangeSet
from workflow_updater.core.lineage import Lost
from workflow_updater.core.printable import printable
from workflow_updater.core.release import Release
from workflow_updater.core.short import author_name, short_id
from workflow_updater.errors import UsageError
from workflow_updater.plan.change_sets.names import is_kept, is_ours
from workflow_updater.plan.looking.drift import Drift, Standing
from workflow_updater.report.difference import change_value, counts, difference_lines
from workflow_updater.report.release import release_value, release_words
from workflow_updater.sources.git import commit_of, commits_lost, top_of

_MOST_COMMITS = 5
_INDENT = " " * 12


class Between(NamedTuple):
    """
    The commits between the running *release* and what is checked out, of those that touch the workflow's folder.

    *ahead* has what the release has not, *behind* what only the release has.
    """

    release: Release
    ahead: Lost
    behind: Lost


def commits_between(definition: Path, running: Release | None) -> Between | None:
    """Return the commits between *running* and HEAD around the file *definition*; None where nobody can tell."""
    if running is None or not running.commit:
        return None
    folder = definition.resolve().parent
    try:
        top = top_of(folder)
        head = commit_of(top, "HEAD")
        if not head:
            return None
        below = "" if folder == top.resolve() else folder.relative_to(top.resolve()).as_posix()
        if not commit_of(top, running.commit):
            return Between(
                running, Lost(), commits_lost(top, running.commit, head, most=0)
            )  # which says it is not here
        return Between(
            running,
            commits_lost(top, head, running.commit, most=_MOST_COMMITS, below=below),
            commits_lost(top, running.commit, head, most=_MOST_COMMITS, below=below),
        )
    except UsageError:  # no git, or no repository
        return None


def standing_lines(standing: Standing, drifts: tuple[Drift, ...], between: Between | None) -> list[str]:
    """Return the lines of the release that runs, of all *drifts*, and of change sets."""
    lines = [f"release     {release_words(standing.running).removeprefix('release ')}"] if standing.running else []
    for drift in drifts:
        summary = f": {counts(drift.changes)}" if drift.changes else ""
        lines.append(f"drift       {drift.what}{summary}")
        lines += [f"{_INDENT}  {line}" for line in difference_lines(drift.changes)]
        if drift.kind == "workflow" and between:
            lines += [f"{_INDENT}{line}" for line in _between_lines(between)]
        lines.append(f"{_INDENT}→ {drift.cure}")
    for change_set in standing.pending:
        what, cure = _pending_words(change_set)
        lines.append(f"change set  {change_set.name} of {change_set.created:%Y-%m-%d %H:%MZ}: {what}")
        lines += [f"{_INDENT}→ {cure}"] if cure else []
    return lines + [f"not read    {printable(why)}" for why in standing.unread]


def _between_lines(between: Between) -> list[str]:
    release = f"release {between.release.sequence}"
    if not between.behind.is_known:
        deeper = "--unshallow" if between.behind.is_shallow else "--all"
        return [f"the commit of {release} is not in this clone: git fetch {deeper} tells more"]
    if not between.ahead.how_many and not between.behind.how_many:
        return [f"no commit since {release}: it is not committed, or rendered otherwise"]
    lines = _told(between.ahead, f"{between.ahead.number} here that {release} has not")
    return lines + _told(between.behind, f"{between.behind.number} of {release} not here: a push would take back")


def _told(lost: Lost, head: str) -> list[str]:
    if not lost.how_many:
        return []
    more = lost.how_many - len(lost.commits)
    lines = [f"  {short_id(one.id)} {author_name(one.author)}: {one.subject}" for one in lost.commits]
    return [head, *map(printable, lines), *([f"  and {more} more"] if more else [])]


def _pending_words(change_set: PendingChangeSet) -> tuple[str, str]:
    if is_kept(change_set.name):
        cure = f"`aws cloudformation describe-change-set --change-set-name {change_set.arn}` shows what it would do"
        return "named as `--no-execute` names those that it has reviewed, as anybody could", f"{cure}; then execute it"
    if is_ours(change_set.name):
        cure = "nothing has to be done: the next push deletes it when it is an hour old"
        return "of a push under way, or of one that was killed", cure
    return "not of this tool", ""


def standing_value(standing: Standing, drifts: tuple[Drift, ...], between: Between | None) -> dict[str, Any]:
    """Return the same for a program; what is not known is left out."""
    value: dict[str, Any] = {
        "drift": [
            {
                "kind": drift.kind,
                "what": drift.what,
                "cure": drift.cure,
                "changes": [change_value(change) for change in drift.changes],
            }
            for drift in drifts
        ],
        "change_sets": [
            {"name": one.name, "arn": one.arn, "created": one.created.isoformat(), "what": _pending_words(one)[0]}
            for one in standing.pending
        ],
        "unread": list(standing.unread),
    }
    if standing.running:
        value["release"] = release_value(standing.running)
    return value | {"commits": _between_value(between)} if between else value


def _between_value(between: Between) -> Mapping[str, object]:
    return {
        "is_known": between.behind.is_known,
        "ahead": between.ahead.how_many,
        "behind": between.behind.how_many,
        "newest_ahead": [one._asdict() for one in between.ahead.commits],
        "newest_behind": [one._asdict() for one in between.behind.commits],
    }
