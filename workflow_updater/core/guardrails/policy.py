"""A guardrails document, once read: what the infra team lets a workflow do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

ANYTHING = "*"
REQUIREMENTS = ("Timeout", "Retry", "Catch")


class Concurrency(NamedTuple):
    """How many iterations of its Map states may run at a time; *placeholders* (`${Name}`) are trusted as they are."""

    most: int
    placeholders: frozenset[str] = frozenset()


class Policy(NamedTuple):
    """
    What a workflow may do; patterns are those of `patterns.matches`.

    *resources* and *denied* hold patterns of what follows `arn:aws:states:::`; *targets* patterns by the name of the
    parameter in lower case, `*` for all others; *credentials* those of roles. A limit of None is none.
    """

    resources: tuple[str, ...]
    targets: Mapping[str, tuple[str, ...]]
    denied: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    require: frozenset[str] = frozenset()
    states: int | None = None
    nesting: int | None = None
    concurrency: Concurrency | None = None

    def target(self, name: str) -> tuple[str, ...]:
        """Return the patterns for values of the parameter *name*."""
        return self.targets.get(name.casefold(), self.targets.get(ANYTHING, ()))

    @property
    def trusts_every_target(self) -> bool:
        """Whether any value of any parameter is allowed, even one that nobody can judge."""
        return ANYTHING in self.targets.get(ANYTHING, ())
