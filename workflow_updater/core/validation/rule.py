"""A rule: what it looks for, and why, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from workflow_updater.core.definition.machine import STATE_TYPES, Scope, State
from workflow_updater.core.validation.finding import Finding, Severity

ANY_TYPE = frozenset({*STATE_TYPES, ""})


@dataclass(frozen=True)
class Rule:
    """
    The manual page of one rule; *id* is `E…` for what AWS (or the macro) refuses and `W…` for what is surely wrong.

    Ids are never reused. *hint* is the cure when a fault does not bring one of its own; *source* is a URL.
    """

    id: str
    title: str
    description: str
    source: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of every finding of this rule, given by the letter of its id."""
        return "error" if self.id.startswith("E") else "warning"

    def finding(self, message: str, pointer: str = "", *, hint: str = "", line: int = 0, column: int = 0) -> Finding:
        """Return a finding of this rule at *pointer*."""
        return Finding(
            line=line,
            column=column,
            rule=self.id,
            severity=self.severity,
            message=message,
            pointer=pointer,
            hint=hint or self.hint,
        )


@dataclass(frozen=True)
class Fault:
    """What a rule saw: the finding less what the rule itself knows."""

    pointer: str
    message: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class DefinitionRule(Rule):
    """A rule about a definition as a whole: it is asked once, with the machine and all that are nested in it."""

    check: Callable[[Sequence[Scope]], Iterable[Fault]]


@dataclass(frozen=True, kw_only=True)
class ScopeRule(Rule):
    """A rule about one machine, be it the whole definition, a branch or an item processor."""

    check: Callable[[Scope], Iterable[Fault]]


@dataclass(frozen=True, kw_only=True)
class StateRule(Rule):
    """A rule about one state; asked of states of *types* only, `ANY_TYPE` being those of none too."""

    types: frozenset[str]
    check: Callable[[State], Iterable[Fault]]
