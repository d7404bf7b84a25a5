"""The rules of this room: the fields of states and what lies in them: which exist, for which query language, of which type."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

RULES: tuple[Rule, ...] = ()
