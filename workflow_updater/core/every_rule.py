"""Every rule there is, the guardrails' too, for those who tell about rules."""

from __future__ import annotations

from workflow_updater.core.guardrails.listed import GUARDRAIL_RULES
from workflow_updater.core.validation.catalogue import ALL_RULES
from workflow_updater.core.validation.rule import Rule

EVERY_RULE: tuple[Rule, ...] = (*ALL_RULES, *GUARDRAIL_RULES)
