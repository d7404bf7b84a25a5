"""What a push says of releases: the one that it replaces, the one that it records."""

from __future__ import annotations

from workflow_updater.core.printable import printable
from workflow_updater.core.release import Provenance
from workflow_updater.core.short import short_id
from workflow_updater.plan.model import Plan
from workflow_updater.plan.progress import Recorded


def come_from(provenance: Provenance) -> str:
    """Return the commit, and that it was not all, in one line; "" for what comes from none."""
    if not provenance.commit:
        return ""
    changed = " with uncommitted changes" if provenance.dirty else ""
    subject = f": {provenance.subject}" if provenance.subject else ""
    return printable(f"commit {short_id(provenance.commit)}{changed}, by {provenance.author}{subject}")


def replaced_lines(plan: Plan) -> list[str]:
    """Return where the definition comes from, which release it replaces, and what else is to be said of releases."""
    lines = [f"from {come_from(plan.provenance)}"] if plan.provenance.commit else []
    running = plan.replaces
    if running:
        origin = come_from(running.provenance)
        lines.append(f"replaces release {running.sequence}" + (f" ({origin})" if origin else ""))
    return lines + [f"note: {printable(note)}" for note in plan.notes]


def recorded_line(progress: Recorded) -> str:
    """Return the line of a record that was written."""
    release = progress.release
    if not progress.is_late:
        return f"recorded as release {release.sequence}"
    ended = f"{release.kind} of {short_id(release.digest)} that ended as {release.outcome}"
    return f"recorded release {release.sequence}, which nobody had: a {ended} at {release.ended:%Y-%m-%d %H:%M:%S}Z"
