"""Which template a change set is made from: always the original one, never CloudFormation's processed copy; pure."""

from __future__ import annotations

from typing import Any

from workflow_updater.errors import Refused
from workflow_updater.plan.model import Original, Template
from workflow_updater.plan.snapshot import Snapshot
from workflow_updater.plan.templates.store import Stored
from workflow_updater.sources.template_difference import is_intact, parse_answered, template_differences, told_paths
from workflow_updater.sources.template_file import parse_template

_FIRST = "a push changes the workflow only: the infra team deploys a changed template itself, first"
_STORE = "the infra team stores its original with `publish-template`, or --template FILE gives it"
_READ = "the infra team lets those who push read the template store, or --template FILE gives the original"
_PUBLISH = "the infra team deploys it, or publishes the deployed one: `publish-template --stack {stack} FILE`"


def deployed_template(snapshot: Snapshot) -> dict[str, Any]:
    """Return the template that the stack was deployed from, parsed; what is not ASCII is lost in it."""
    return parse_answered(snapshot.template, f"the deployed template of {snapshot.stack.name}")


def choose_template(snapshot: Snapshot, given: Template | None, stored: Stored) -> Original:
    """
    Return the original template of the stack: *given*, else *stored*, else the deployed one.

    Raises:
        Refused: it is not the deployed one, or only CloudFormation's copy is left, which may have lost characters.
        UsageError: it is no template.
    """
    stack = snapshot.stack.name
    if given is not None:
        return Original(given, _as_deployed(snapshot, given, _FIRST))
    if stored.template is not None:
        return Original(stored.template, _as_deployed(snapshot, stored.template, _PUBLISH.format(stack=stack)))
    if not is_intact(snapshot.template):
        besides = f"; the template store could not be read: {stored.unread}" if stored.unread else ""
        raise Refused(
            f"CloudFormation's copy of the template of {stack} holds `?` or worse: it answers `?` for "
            f"every character that is not ASCII, and pushing that copy could change the stack{besides}",
            hint=_READ if stored.unread else _STORE,
        )
    unread = stored.unread and f"the template store could not be read ({stored.unread}); the deployed template is taken"
    origin = f"the deployed template of {stack}"
    return Original(Template(snapshot.template, origin, note=unread), deployed_template(snapshot))


def _as_deployed(snapshot: Snapshot, template: Template, cure: str) -> dict[str, Any]:
    """Return *template* parsed. Raises Refused when it is not the deployed one."""
    parsed = parse_template(template.text, template.origin)
    differences = template_differences(template.text, snapshot.template, template.origin)
    if differences:
        raise Refused(
            f"{template.origin} is not the template that {snapshot.stack.name} is deployed from: "
            f"they differ at {told_paths(differences)}",
            hint=cure,
        )
    return parsed
