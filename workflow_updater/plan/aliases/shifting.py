"""Watching an alias while an update moves it to a new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow_updater.cloud.ports import Alias, Machines
from workflow_updater.errors import CloudUnavailable
from workflow_updater.plan.progress import AliasMoved


class AliasWatch:
    """
    Tells every change of the weights of the alias *arn* that it sees; of "", no alias, there is nothing to tell.

    `weights` are those that it saw last, at first those *before* the update.
    """

    def __init__(self, machines: Machines, arn: str, before: Mapping[str, int]) -> None:
        self._machines = machines
        self._arn = arn
        self.weights = before

    @property
    def text(self) -> str:
        """What was seen last, in parentheses and with a blank before; "" when there was nothing to see."""
        seen = _told(self.weights)
        return f" (alias {self._name}: {seen})" if seen else ""

    @property
    def _name(self) -> str:
        return self._arn.rpartition(":")[2]

    def look(self) -> Iterator[AliasMoved]:
        """Yield the weights when they are not those seen last."""
        try:
            alias = self._machines.alias(self._arn) if self._arn else None
        except CloudUnavailable:
            return  # the stack's own events tell how the update goes, and whether AWS answers at all
        if alias is None:
            return
        before, self.weights = self.weights, weights_of(alias)
        if before != self.weights:
            yield AliasMoved(self._name, self.weights)


def weights_of(alias: Alias) -> dict[str, int]:
    """Return number of the version → percentage."""
    return {version.rpartition(":")[2]: weight for version, weight in alias.routes.items()}


def routes_text(alias: Alias) -> str:
    """Return how much each version gets: `90 % to version 2, 10 % to version 3`, as AWS orders them."""
    return _told(weights_of(alias))


def _told(weights: Mapping[str, int]) -> str:
    return ", ".join(f"{weight} % to version {number}" for number, weight in weights.items())
