"""The rules of this room: Retry and Catch."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

RULES: tuple[Rule, ...] = ()
