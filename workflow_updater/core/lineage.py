"""Commits that a push would take back, as values."""

from __future__ import annotations

from typing import NamedTuple


class Commit(NamedTuple):
    """A commit: its id, author (`Name <mail>`) and subject."""

    id: str
    author: str
    subject: str


class Lost(NamedTuple):
    """
    What runs and is not in what is pushed: *how_many* commits, of which *commits* are the newest.

    *is_known* is false when this clone does not have the deployed commit at all; *is_shallow*: it lacks older commits
    too, so that it may not see that one descends from the other.
    """

    commits: tuple[Commit, ...] = ()
    how_many: int = 0
    is_known: bool = True
    is_shallow: bool = False

    @property
    def number(self) -> str:
        """How many, in words: `1 commit`, `3 commits`."""
        return "1 commit" if self.how_many == 1 else f"{self.how_many} commits"
