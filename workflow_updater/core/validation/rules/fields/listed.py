"""The rules of this room: which fields there are, for which query language, and of which type."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

RULES: tuple[Rule, ...] = ()
