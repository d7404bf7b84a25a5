"""The rules of this room: Choice, Wait, Map, Parallel and the other types, each by its own fields."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

RULES: tuple[Rule, ...] = ()
