"""The rules of the guardrails, each listed here once."""

from __future__ import annotations

from workflow_updater.core.guardrails.document_rules import DOCUMENT_RULES
from workflow_updater.core.guardrails.rule import GuardrailRule
from workflow_updater.core.guardrails.rules import (
    g101_resource,
    g102_denied,
    g103_http,
    g104_executions,
    g105_credentials,
    g106_target,
    g107_judgeable,
    g108_structure,
    g201_timeout,
    g202_retry,
    g203_catch,
    g301_states,
    g302_nesting,
    g303_concurrency,
)
from workflow_updater.core.validation.rule import Rule

WALKED: tuple[GuardrailRule, ...] = (
    g101_resource.RULE,
    g102_denied.RULE,
    g103_http.RULE,
    g104_executions.RULE,
    g105_credentials.RULE,
    g106_target.RULE,
    g107_judgeable.RULE,
    g108_structure.RULE,
    g201_timeout.RULE,
    g202_retry.RULE,
    g203_catch.RULE,
    g301_states.RULE,
    g302_nesting.RULE,
    g303_concurrency.RULE,
)
GUARDRAIL_RULES: tuple[Rule, ...] = (*DOCUMENT_RULES, *WALKED)
