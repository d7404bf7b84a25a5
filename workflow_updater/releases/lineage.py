"""Not a fast-forward: a push that takes back what somebody else deployed is refused, as git refuses one; pure."""

from __future__ import annotations

from workflow_updater.core.lineage import Lost
from workflow_updater.core.release import Release
from workflow_updater.core.short import short_id
from workflow_updater.errors import Refused

_SHALLOW = "this clone is shallow and may not see all of them: git fetch --unshallow (in CI: fetch-depth: 0)"
_MERGE = "merge or rebase onto it and push again; `deploy --force` takes them back"


def refuse_loss(where: str, commit: str, running: Release, lost: Lost) -> None:
    """
    Return when *commit* descends from that of the *running* release, which is what *lost* tells.

    Raises:
        Refused: it does not, with the commits that would be lost, or nobody here can tell.
    """
    if not lost.is_known:
        raise Refused(
            f"{where} runs commit {short_id(running.commit)}{_by(running)}, which is not in this clone: whether "
            f"{short_id(commit)} takes it back cannot be told",
            hint=f"git fetch {'--unshallow' if lost.is_shallow else '--all'}, and push again (in CI: fetch-depth: 0); "
            "`deploy --force` pushes all the same",
            value=_value(running, lost),
        )
    if lost.how_many:
        told = "".join(f"\n  {short_id(one.id)} {one.author}: {one.subject}" for one in lost.commits)
        more = lost.how_many - len(lost.commits)
        raise Refused(
            f"{where} runs commit {short_id(running.commit)}, and {short_id(commit)} does not descend from it: "
            f"{lost.number} would be lost{told}" + (f"\n  and {more} more" if more else ""),
            hint=f"{_SHALLOW}; else {_MERGE}" if lost.is_shallow else _MERGE,
            value=_value(running, lost),
        )


def _by(running: Release) -> str:
    """Return who made the commit and what it says, as far as the record knows."""
    about = ": ".join(part for part in (running.author, running.subject) if part)
    return f" ({about})" if about else ""


def _value(running: Release, lost: Lost) -> dict[str, object]:
    told: dict[str, object] = {"running": {"release": running.sequence, "commit": running.commit}}
    if not lost.is_known:
        return told
    return {**told, "lost": {"number": lost.how_many, "newest": [one._asdict() for one in lost.commits]}}
