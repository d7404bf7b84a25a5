"""The release that a person means: by its sequence, its commit, its digest, or how many steps back it is; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflow_updater.core.release import Release
from workflow_updater.core.short import short_id
from workflow_updater.errors import UsageError
from workflow_updater.releases.ancestry import deployed, steps_back

FORMS = "7 (as `history` tells it), -1 (the one before), a commit, or sha256:DIGEST; 4 digits of these two are enough"
SHORTEST = 4  # hexadecimal digits, as git's own shortest abbreviation
_MOST_TOLD = 5

_STEPS = re.compile(r"-([0-9]{1,8})")
_SEQUENCE = re.compile(r"#?([0-9]{1,8})")
_HEXADECIMAL = re.compile(rf"(sha256:)?([0-9a-f]{{{SHORTEST},64}})")


def is_name(text: str) -> bool:
    """Return whether *text* has one of the `FORMS`."""
    return any(form.fullmatch(text) for form in (_STEPS, _SEQUENCE, _HEXADECIMAL))


def release_named(releases: Sequence[Release], text: str, *, running: Release | None) -> Release:
    """
    Return the release that *text* names among *releases* (newest first), of which *running* runs.

    A commit or a digest names the newest release of it that was deployed, not one that only went back to it.

    Raises:
        UsageError: it names none, or several with different definitions.
    """
    if not is_name(text):
        raise UsageError(f"{text or 'an empty word'} names no release", hint=f"it can be {FORMS}")
    steps = _STEPS.fullmatch(text)
    if steps:
        return _back(steps_back(releases, running), int(steps[1]))
    numbered, hexadecimal = _SEQUENCE.fullmatch(text), _HEXADECIMAL.fullmatch(text)
    found = [release for release in releases if numbered and release.sequence == int(numbered[1])]
    if hexadecimal:
        found += [one for one in deployed(releases) if not one.restores and _is_of(one, hexadecimal)]
    if not found:
        raise UsageError(f"there is no release {text}", hint="`history` lists the releases")
    if len({release.digest for release in found}) > 1:
        told = "; ".join(map(_told, found[:_MOST_TOLD]))
        more = f"; and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
        raise UsageError(f"{text} can be several releases: {told}{more}", hint="#NUMBER names one of them")
    return found[0]


def _is_of(release: Release, named: re.Match[str]) -> bool:
    is_digest, digits = named.groups()
    return release.digest.startswith(digits) or (not is_digest and release.commit.startswith(digits))


def _back(those: Sequence[Release], steps: int) -> Release:
    if 1 <= steps <= len(those):
        return those[steps - 1]
    far = f"{_steps(len(those))} back" if those else "no further back"
    told = f"there is no release {_steps(steps)} back: the records lead {far}"
    raise UsageError(told, hint="`history` lists the releases")


def _steps(number: int) -> str:
    return f"{number} step{'s' * (number != 1)}"


def _told(release: Release) -> str:
    commit = f"commit {short_id(release.commit)}, " if release.commit else ""
    return f"#{release.sequence} ({commit}sha256:{short_id(release.digest)})"
