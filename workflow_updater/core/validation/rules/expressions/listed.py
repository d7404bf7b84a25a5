"""The rules of this room: paths, intrinsic functions, payload templates, JSONata and variables."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule
from workflow_updater.core.validation.rules.expressions import (
    e301_jsonpath,
    e302_reference_path,
    e303_intrinsic_function,
    e304_evaluated_value,
    e305_field_twice,
    e311_jsonata,
    e312_fences,
    e313_top_level,
    e314_error_output,
    e315_fields_of_states,
    e321_variable_name,
    e322_variable_of_outer_scope,
    w301_assigned_before,
    w302_path_not_evaluated,
    w303_path_as_text,
    w304_jsonata_in_jsonpath,
    w305_never_matches,
    w306_fails_always,
    w311_unknown_function,
    w313_dotted_key,
    w314_newer_operator,
    w321_unreadable_variable,
)

RULES: tuple[Rule, ...] = (
    e301_jsonpath.RULE,
    e302_reference_path.RULE,
    e303_intrinsic_function.RULE,
    e304_evaluated_value.RULE,
    e305_field_twice.RULE,
    e311_jsonata.RULE,
    e312_fences.RULE,
    e313_top_level.RULE,
    e314_error_output.RULE,
    e315_fields_of_states.RULE,
    e321_variable_name.RULE,
    e322_variable_of_outer_scope.RULE,
    w301_assigned_before.RULE,
    w302_path_not_evaluated.RULE,
    w303_path_as_text.RULE,
    w304_jsonata_in_jsonpath.RULE,
    w305_never_matches.RULE,
    w306_fails_always.RULE,
    w311_unknown_function.RULE,
    w313_dotted_key.RULE,
    w314_newer_operator.RULE,
    w321_unreadable_variable.RULE,
)
