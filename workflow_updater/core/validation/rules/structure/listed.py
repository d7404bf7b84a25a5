"""The rules of this room: machines, states and the ways between them."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule
from workflow_updater.core.validation.rules.structure import (
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

RULES: tuple[Rule, ...] = (
    e102_required_fields.RULE,
    e103_states_is_an_object.RULE,
    e104_state_is_an_object.RULE,
    e105_state_type.RULE,
    e106_start_exists.RULE,
    e107_target_exists.RULE,
    e108_reachable.RULE,
    e109_next_or_end.RULE,
    e110_machine_ends.RULE,
    e111_next_and_end.RULE,
    e112_no_next_or_end.RULE,
    e113_branches.RULE,
    e114_item_processor.RULE,
    e115_choices.RULE,
    e116_unique_names.RULE,
    e117_name_length.RULE,
)
