"""
The names of the change sets that this tool makes, which tell whose they are once nobody is left who made them.

    workflow-DIGEST-RANDOM          a push: 12 digits of what it pushes, 8 that no other attempt has
    workflow-kept-DIGEST-RANDOM     one that `--no-execute` leaves for somebody to execute
    bootstrap-RANDOM-STACK          the infra team's own, 12 digits for each call

A name is the token of the operation too: the events of an update carry it.
"""

from __future__ import annotations

import re
import secrets

from workflow_updater.core.short import short_id

_PUSH = re.compile(r"workflow-([0-9a-f]{12})-[0-9a-f]{8}")
_KEPT = re.compile(r"workflow-kept-[0-9a-f]{12}-[0-9a-f]{8}")
_BOOTSTRAP = re.compile(r"bootstrap-[0-9a-f]{12}-[-a-zA-Z0-9]+")


def push_name(digest: str, *, kept: bool) -> str:
    """Return a new name for the change set of a push of *digest*, *kept* or not."""
    return f"workflow-{'kept-' if kept else ''}{short_id(digest)}-{secrets.token_hex(4)}"


def bootstrap_name() -> str:
    """Return a new name for a call of `bootstrap`, to be followed by that of each stack."""
    return f"bootstrap-{secrets.token_hex(6)}"


def pushed_digest(name: str) -> str:
    """Return the first digits of what the push of that *name* pushes, "" when it is none."""
    found = _PUSH.fullmatch(name)
    return found[1] if found else ""


def is_ours(name: str) -> bool:
    """Return whether a push or `bootstrap` made the change set of that *name* for itself, not to be kept."""
    return bool(_PUSH.fullmatch(name) or _BOOTSTRAP.fullmatch(name))


def is_kept(name: str) -> bool:
    """Return whether `--no-execute` left the change set of that *name* for somebody to execute."""
    return bool(_KEPT.fullmatch(name))
