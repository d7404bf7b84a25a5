"""The rules of this room: resources, integrations and what a task needs for them."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

RULES: tuple[Rule, ...] = ()
