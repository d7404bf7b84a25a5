"""The event that CloudFormation sends to a macro, as far as this macro reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_updater.core import injection_rules as rules
from workflow_updater.core.errors import InjectionRefused


@dataclass(frozen=True)
class MacroEvent:
    """
    One request to transform a template.

    It names neither stack nor caller. *fragment* is the template without its `Transform`, or what stands beside an
    `Fn::Transform`; *parameters* are those of the transform, with intrinsics as they are written;
    *template_parameters* are the values of the template's own, lists for the list types.
    """

    fragment: Mapping[str, Any]
    parameters: Mapping[str, Any]
    template_parameters: Mapping[str, Any]

    @property
    def is_template(self) -> bool:
        """Whether the fragment is a whole template, so that a `Transform` asks, not an `Fn::Transform`."""
        return "Resources" in self.fragment


def read_event(event: object) -> MacroEvent:
    """
    Return what *event* asks for.

    Raises:
        InjectionRefused: it is not of the form that CloudFormation sends.
    """
    if not isinstance(event, dict):
        raise InjectionRefused([rules.BAD_EVENT.finding("the event is not an object")])
    fields = {name: event.get(name) or {} for name in ("fragment", "params", "templateParameterValues")}
    odd = [name for name, value in fields.items() if not isinstance(value, dict)]
    if odd:
        raise InjectionRefused([rules.BAD_EVENT.finding(f"in the event {name} is not an object") for name in odd])
    if "Resources" in fields["fragment"] and not isinstance(fields["fragment"]["Resources"], dict):
        raise InjectionRefused([rules.BAD_EVENT.finding("Resources of the template are not an object")])
    return MacroEvent(fields["fragment"], fields["params"], fields["templateParameterValues"])
