"""Every rule there is, whoever asks it: for those who explain rules. Validation itself does without this list."""

from __future__ import annotations

from workflow_updater.core.definition.reading_rules import READING_RULES
from workflow_updater.core.definition.rendering_rules import RENDERING_RULES
from workflow_updater.core.injection_rules import INJECTION_RULES
from workflow_updater.core.validation.registry import DEFINITION_RULES, SCOPE_RULES, STATE_RULES
from workflow_updater.core.validation.rule import Rule
from workflow_updater.core.validation.rules.structure import e101_machine_is_an_object

_ASKED = (e101_machine_is_an_object.RULE, *DEFINITION_RULES, *SCOPE_RULES, *STATE_RULES)
ALL_RULES: tuple[Rule, ...] = tuple(
    sorted(
        (*READING_RULES, *RENDERING_RULES, *_ASKED, *INJECTION_RULES),
        key=lambda rule: (rule.id[1:], rule.id),  # a warning beside its errors
    )
)
