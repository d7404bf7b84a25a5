"""The rules of this room: paths, intrinsic functions, payload templates, JSONata and variables."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

RULES: tuple[Rule, ...] = ()
