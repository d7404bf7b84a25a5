"""The rules of this room: which fields there are, for which query language, and of which type."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule
from workflow_updater.core.validation.rules.fields import (
    e201_fields_of_a_machine,
    e202_fields_of_a_state,
    e203_language_of_a_state,
    e204_fields_of_retriers_and_catchers,
    e205_fields_of_choices,
    e206_fields_inside_a_map,
    e207_query_language,
    e208_no_way_back_to_jsonpath,
    e209_one_of_two_fields,
    e210_types_of_fields,
    e211_ranges_of_numbers,
    e212_values_of_a_machine,
    e213_values_inside_a_map,
)

RULES: tuple[Rule, ...] = (
    e201_fields_of_a_machine.RULE,
    e202_fields_of_a_state.RULE,
    e203_language_of_a_state.RULE,
    e204_fields_of_retriers_and_catchers.RULE,
    e205_fields_of_choices.RULE,
    e206_fields_inside_a_map.RULE,
    e207_query_language.RULE,
    e208_no_way_back_to_jsonpath.RULE,
    e209_one_of_two_fields.RULE,
    e210_types_of_fields.RULE,
    e211_ranges_of_numbers.RULE,
    e212_values_of_a_machine.RULE,
    e213_values_inside_a_map.RULE,
)
