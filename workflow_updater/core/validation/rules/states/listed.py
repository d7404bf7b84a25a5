"""The rules of this room: what each type of state asks for."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule
from workflow_updater.core.validation.rules.states import (
    e601_form_of_a_choice,
    e602_operands,
    e603_condition,
    e604_values_of_a_choice,
    e611_how_long_to_wait,
    e612_timestamp,
    e621_processor_config,
    e622_label,
    e623_unique_labels,
    e624_reader_and_writer,
    e625_reader_config,
    e626_item_batcher,
    e627_result_writer,
    e628_item_selector,
    e629_paths_inside_a_map,
    w631_choice_before,
    w632_inline_concurrency,
    w633_distributed_only,
    w634_longer_than_the_machine,
    w635_static_result,
    w636_batch_bytes,
)

RULES: tuple[Rule, ...] = (
    e601_form_of_a_choice.RULE,
    e602_operands.RULE,
    e603_condition.RULE,
    e604_values_of_a_choice.RULE,
    e611_how_long_to_wait.RULE,
    e612_timestamp.RULE,
    e621_processor_config.RULE,
    e622_label.RULE,
    e623_unique_labels.RULE,
    e624_reader_and_writer.RULE,
    e625_reader_config.RULE,
    e626_item_batcher.RULE,
    e627_result_writer.RULE,
    e628_item_selector.RULE,
    e629_paths_inside_a_map.RULE,
    w631_choice_before.RULE,
    w632_inline_concurrency.RULE,
    w633_distributed_only.RULE,
    w634_longer_than_the_machine.RULE,
    w635_static_result.RULE,
    w636_batch_bytes.RULE,
)
