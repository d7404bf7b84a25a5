"""E101: the definition, and every machine in it, is a JSON object."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

RULE = Rule(
    id="E101",
    title="The definition is a JSON object",
    description="AWS: “Definition must be a valid JSON object”.",
    source="https://states-language.net/spec.html#structure-of-a-state-machine",
    hint='write an object with "StartAt" and "States"',
)
