"""
A rule: what it looks for, and why, as data.

Plain classes, since the commit hook waits for this module: `dataclasses` alone costs a tenth of its time. For the same
reason a rule keeps its regular expression as text: `re` compiles it when it is first asked for, and remembers it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from workflow_updater.core.definition.machine import STATE_TYPES, QueryLanguage, Scope, State
from workflow_updater.core.validation.finding import Finding, Severity

ANY_TYPE = frozenset({*STATE_TYPES, ""})
ANY_FIELDS: frozenset[str] = frozenset()


class Fault(NamedTuple):
    """What a rule saw: the finding less what the rule itself knows."""

    pointer: str
    message: str
    hint: str = ""


class Rule:
    """
    The manual page of one rule.

    *id* is `E…` for what AWS (or the macro) refuses, `G…` for what the guardrails do, `W…` for what is surely wrong.

    Ids are never reused. *hint* is the cure when a fault does not bring one of its own; *source* is a URL.
    """

    __slots__ = ("description", "hint", "id", "severity", "source", "title")

    def __init__(self, *, id: str, title: str, description: str, source: str, hint: str = "") -> None:
        self.id = id
        self.title = title
        self.description = description
        self.source = source
        self.hint = hint
        self.severity: Severity = "warning" if id.startswith("W") else "error"

    def __repr__(self) -> str:
        return self.id

    def finding(self, message: str, pointer: str = "", *, hint: str = "", line: int = 0, column: int = 0) -> Finding:
        """Return a finding of this rule at *pointer*."""
        return Finding("", line, column, self.id, self.severity, message, pointer, hint or self.hint)

    def told(self, fault: Fault) -> Finding:
        """Return *fault* as a finding of this rule."""
        return self.finding(fault.message, fault.pointer, hint=fault.hint)


class DefinitionRule(Rule):
    """A rule about a definition as a whole: it is asked once, with the machine and all that are nested in it."""

    __slots__ = ("check",)

    def __init__(self, *, check: Callable[[Sequence[Scope]], Iterable[Fault]], **page: str) -> None:
        super().__init__(**page)
        self.check = check


class ScopeRule(Rule):
    """A rule about one machine, be it the whole definition, a branch or an item processor."""

    __slots__ = ("check",)

    def __init__(self, *, check: Callable[[Scope], Iterable[Fault]], **page: str) -> None:
        super().__init__(**page)
        self.check = check


class StateRule(Rule):
    """
    A rule about one state.

    It is asked of states of *types* only, `ANY_TYPE` being those of none too, and when it names *fields*, only of those
    that have one of these. With *language* it is asked only of states whose query language is surely that one.
    """

    __slots__ = ("check", "fields", "language", "types")

    def __init__(
        self,
        *,
        types: frozenset[str],
        check: Callable[[State], Iterable[Fault]],
        fields: frozenset[str] = ANY_FIELDS,
        language: QueryLanguage = "",
        **page: str,
    ) -> None:
        super().__init__(**page)
        self.language = language
        self.types = types
        self.check = check
        self.fields = fields
