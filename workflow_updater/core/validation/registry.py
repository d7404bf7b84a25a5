"""The rules that a walk asks, by the rooms they live in. Nothing is discovered: what no room lists does not exist."""

from __future__ import annotations

from functools import lru_cache

from workflow_updater.core.definition.machine import QueryLanguage
from workflow_updater.core.validation.rule import DefinitionRule, Rule, ScopeRule, StateRule
from workflow_updater.core.validation.rules.expressions import listed as expressions
from workflow_updater.core.validation.rules.failures import listed as failures
from workflow_updater.core.validation.rules.fields import listed as fields_of_states
from workflow_updater.core.validation.rules.states import listed as states
from workflow_updater.core.validation.rules.structure import listed as structure
from workflow_updater.core.validation.rules.tasks import listed as tasks

_WALKED: tuple[Rule, ...] = (
    *structure.RULES,
    *fields_of_states.RULES,
    *expressions.RULES,
    *tasks.RULES,
    *failures.RULES,
    *states.RULES,
)
DEFINITION_RULES = tuple(rule for rule in _WALKED if isinstance(rule, DefinitionRule))
SCOPE_RULES = tuple(rule for rule in _WALKED if isinstance(rule, ScopeRule))
STATE_RULES = tuple(rule for rule in _WALKED if isinstance(rule, StateRule))
FIELDS_ASKED_ABOUT = frozenset(field for rule in STATE_RULES for field in rule.fields)


@lru_cache(maxsize=4096)  # definitions have few sets of fields; a hostile one cannot fill the memory
def state_rules(kind: str, language: QueryLanguage, fields: frozenset[str]) -> tuple[StateRule, ...]:
    """
    Return the rules to ask about a state.

    *kind* is its type, "" when it is none; *language* its query language, "" when that is open; *fields* are those it
    has of `FIELDS_ASKED_ABOUT`.
    """
    return tuple(
        rule
        for rule in STATE_RULES
        if kind in rule.types
        and rule.language in ("", language)
        and (not rule.fields or not fields.isdisjoint(rule.fields))
    )
