"""Every rule, by name. Nothing is discovered: a rule that is not listed here does not exist."""

from __future__ import annotations

from workflow_updater.core.definition.machine import STATE_TYPES
from workflow_updater.core.definition.reading_rules import READING_RULES
from workflow_updater.core.injection_rules import INJECTION_RULES
from workflow_updater.core.validation.rule import DefinitionRule, Rule, ScopeRule, StateRule
from workflow_updater.core.validation.rules import (
    e101_machine_is_an_object,
    e102_required_fields,
    e103_states_is_an_object,
    e104_state_is_an_object,
    e105_state_type,
    e106_start_exists,
    e107_target_exists,
    e108_reachable,
    e109_next_or_end,
    e110_machine_ends,
    e111_next_and_end,
    e112_no_next_or_end,
    e113_branches,
    e114_item_processor,
    e115_choices,
    e116_unique_names,
    e117_name_length,
)

DEFINITION_RULES: tuple[DefinitionRule, ...] = (e116_unique_names.RULE,)
SCOPE_RULES: tuple[ScopeRule, ...] = (
    e102_required_fields.RULE,
    e103_states_is_an_object.RULE,
    e104_state_is_an_object.RULE,
    e106_start_exists.RULE,
    e107_target_exists.RULE,
    e108_reachable.RULE,
    e110_machine_ends.RULE,
    e117_name_length.RULE,
)
STATE_RULES: tuple[StateRule, ...] = (
    e105_state_type.RULE,
    e109_next_or_end.RULE,
    e111_next_and_end.RULE,
    e112_no_next_or_end.RULE,
    e113_branches.RULE,
    e114_item_processor.RULE,
    e115_choices.RULE,
)
STATE_RULES_BY_TYPE = {kind: tuple(rule for rule in STATE_RULES if kind in rule.types) for kind in (*STATE_TYPES, "")}
ALL_RULES: tuple[Rule, ...] = (
    *READING_RULES,
    e101_machine_is_an_object.RULE,
    *sorted((*DEFINITION_RULES, *SCOPE_RULES, *STATE_RULES), key=lambda rule: rule.id),
    *INJECTION_RULES,
)
