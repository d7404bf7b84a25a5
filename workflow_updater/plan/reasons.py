"""Where AWS says in prose only that there is nothing to do; what its other sentences mean is in hints/."""

from __future__ import annotations

# source: recorded answers of CreateChangeSet (2022, 2025), and aws-cdk's stack-diagnoser for templates with transforms
_NO_CHANGE = ("The submitted information didn't contain changes.", "No updates are to be performed.")


def says_no_change(reason: str) -> bool:
    """Return whether a FAILED change set failed only because there is nothing to change."""
    return reason.startswith(_NO_CHANGE)
