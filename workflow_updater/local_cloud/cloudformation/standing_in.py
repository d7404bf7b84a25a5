"""
Lets MiniStack's own handlers work on another template than the request carries.

A request with macros is handled in two steps, as on AWS: it is accepted at once on the strength of its parameters, and
what its macros made of it is worked on later. Both steps go through MiniStack's handler of the action, the first with
a template that has the parameters and nothing else, the second with the processed one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from workflow_updater.local_cloud import hooks

HOOK = "standing_in"
_TEMPLATE: ContextVar[str | None] = ContextVar("template that stands in for the request's", default=None)

Parse = Callable[[str], dict[str, Any]]
Resolve = Callable[[Mapping[str, Any]], tuple[str | None, Any]]


def install() -> Resolve:
    """Hook in, and return MiniStack's own way of reading the template of a request."""
    from ministack.services.cloudformation import changesets, handlers, helpers

    plain: Resolve = hooks.private(helpers, "_resolve_template", hook=HOOK)

    def resolve(params: Mapping[str, Any]) -> tuple[str | None, Any]:
        template = _TEMPLATE.get()
        return plain(params) if template is None else (template, None)

    hooks.replace(handlers, "_resolve_template", resolve, hook=HOOK)
    hooks.replace(changesets, "_resolve_template", resolve, hook=HOOK)
    return plain


def parsed(parse: Parse, text: str) -> dict[str, Any] | None:
    """Return the template that *text* is, None when it is none: MiniStack's handler then refuses it."""
    from ministack.services.cloudformation import engine

    yaml_error = hooks.private(engine, "yaml", hook=HOOK).YAMLError
    try:
        template = parse(text)
    except (yaml_error, ValueError, TypeError, AttributeError):
        return None
    return template if isinstance(template, dict) else None


@contextmanager
def template_stands_in(text: str) -> Iterator[None]:
    """Let every handler that is called within work on *text*."""
    token = _TEMPLATE.set(text)
    try:
        yield
    finally:
        _TEMPLATE.reset(token)


def parameters_only(template: Mapping[str, Any]) -> str:
    """Return a template with the parameters of *template* and one resource that does nothing."""
    kept = {key: template[key] for key in ("Parameters", "Description") if key in template}
    return json.dumps({**kept, "Resources": {"Pending": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}})
