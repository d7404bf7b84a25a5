"""A definition with the placeholders of a template replaced, as CloudFormation does, and needs with those left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from workflow_updater.core.definition.placeholders import PLACEHOLDER, placeholder_names
from workflow_updater.core.permissions.grant import Certainty, Need


def substituted(value: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """Return *value* with each `${Name}` replaced that *values* has; a JSON value of any depth that was read."""
    match value:
        case str():
            return substituted_text(value, values)
        case dict():
            return {name: substituted(member, values) for name, member in value.items()}
        case list():
            return [substituted(member, values) for member in value]
    return value


def substituted_text(text: str, values: Mapping[str, str]) -> str:
    """Return *text* with each `${Name}` replaced that *values* has."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text) if "${" in text else text


def opened(needs: Iterable[Need], names: Collection[str] | None = None) -> tuple[Need, ...]:
    """Return *needs* with `*` for placeholders whose value nobody told: those in *names*, else all."""
    return tuple(_opened(need, names) for need in needs)


def _opened(need: Need, names: Collection[str] | None) -> Need:
    resource = PLACEHOLDER.sub(
        lambda found: "*" if names is None or found[1] in names else found[0], need.grant.resource
    )
    if resource == need.grant.resource:
        return need
    certainty: Certainty = "open" if need.certainty == "sure" else need.certainty
    note = (
        need.note or f"{', '.join(f'${{{name}}}' for name in placeholder_names(need.grant.resource))} is not known here"
    )
    return need._replace(grant=need.grant._replace(resource=resource), certainty=certainty, note=note)
