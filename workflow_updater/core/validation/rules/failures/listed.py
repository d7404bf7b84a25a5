"""The rules of this room: Retry and Catch."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule
from workflow_updater.core.validation.rules.failures import (
    e501_handlers,
    e502_error_equals,
    e503_all_errors,
    e504_retrier_numbers,
    e505_jitter_strategy,
    e506_catcher_next,
    e507_values_of_a_catcher,
    w511_error_name,
    w512_taken_before,
    w513_delay_below_interval,
)

RULES: tuple[Rule, ...] = (
    e501_handlers.RULE,
    e502_error_equals.RULE,
    e503_all_errors.RULE,
    e504_retrier_numbers.RULE,
    e505_jitter_strategy.RULE,
    e506_catcher_next.RULE,
    e507_values_of_a_catcher.RULE,
    w511_error_name.RULE,
    w512_taken_before.RULE,
    w513_delay_below_interval.RULE,
)
