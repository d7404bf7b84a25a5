"""What a definition needs when a state machine of a template runs it, in the template's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_updater.core.permissions.grant import Need
from workflow_updater.core.permissions.needs import needs
from workflow_updater.core.permissions.observation import observation_needs
from workflow_updater.core.permissions.substitution import opened, substituted
from workflow_updater.core.permissions.template_role import substitutions, template_place
from workflow_updater.core.permissions.template_text import is_opaque


def template_needs(definition: object, machine: str, resources: Mapping[str, Any]) -> tuple[Need, ...]:
    """
    Return what *definition* needs in the state machine with the logical id *machine*, its logging and tracing included.

    Placeholders are replaced as `DefinitionSubstitutions` says; what stands behind an import or a condition is open.
    """
    properties = resources[machine].get("Properties") or {}
    told = substitutions(properties, resources)
    values = {name: text for name, text in told.items() if not is_opaque(text)}
    found = needs(substituted(definition, values), template_place(machine, resources))
    return (*opened(found, told.keys() - values.keys()), *observation_needs(properties))
