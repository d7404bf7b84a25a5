"""One call that a state makes: the service, the action, and its parameters as far as the definition tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workflow_updater.core.definition.expressions.fences import is_fenced
from workflow_updater.core.definition.json_pointer import value_at
from workflow_updater.core.definition.placeholders import PLACEHOLDER
from workflow_updater.core.permissions.grant import Grant, Place

UNKNOWN = "*"
_FIELD = re.compile(r"\{(\w[\w.]*)\}")


class Wanted(NamedTuple):
    """A grant that a call asks for; *note* is "" unless it is needed in some cases only, or not surely known."""

    grant: Grant
    is_open: bool = False
    note: str = ""


class Call(NamedTuple):
    """A call in Step Functions' spelling; *pattern* is "", `sync`, `sync:2` or `waitForTaskToken`."""

    service: str
    action: str
    pattern: str
    parameters: Mapping[str, Any]
    place: Place

    @property
    def is_sync(self) -> bool:
        """Whether Step Functions waits for the job itself, and so has to look at it and to stop it."""
        return self.pattern in {"sync", "sync:2"}

    def text(self, name: str) -> str | None:
        """Return the text of a parameter (`Input.S3Uri`: below another), None when only the execution knows it."""
        return literal(self.found(name))

    def found(self, name: str) -> object:
        """Return what is written as a parameter, None when nothing is, or only a path to it."""
        return value_at(self.parameters, name.split("."))

    def mentions(self, name: str) -> bool:
        """Return whether the parameter is given at all, as a value or as a path."""
        return name in self.parameters or f"{name}.$" in self.parameters

    def wanted(self, action: str, form: str, *, note: str = "") -> Wanted:
        """
        Return *action* on the resource that *form* describes.

        A form is `SERVICE:RESOURCE`, with `{Name}` for a parameter; one that holds an ARN stands for the whole. Where a
        parameter is not known, `*` stands. The form `*` is for actions that know no resources.
        """
        if form == UNKNOWN:
            return Wanted(Grant(action, UNKNOWN), note=note)
        service, _, resource = form.partition(":")
        names = _FIELD.findall(resource)
        values = [self.text(name) for name in names]
        if len(names) == 1 and values[0] is not None and _is_whole(names[0], values[0]):
            rest = resource.partition("}")[2]  # an ARN is complete: only what lies below it is added, and versions
            return Wanted(Grant(action, values[0] + (rest if rest[:1] in {"/", ":"} else "")), note=note)
        known = iter(values)
        filled = _FIELD.sub(lambda _: next(known) or UNKNOWN, resource).replace("**", "*")
        return Wanted(Grant(action, self.place.arn(service, filled)), None in values, note)

    def passed(self, name: str, service: str, *, note: str = "") -> Wanted:
        """Return the right to hand the role in parameter *name* over to *service*."""
        wanted = self.wanted("iam:PassRole", f"iam:role/{{{name}}}", note=note)
        return wanted._replace(
            grant=wanted.grant._replace(condition=(("StringEquals", "iam:PassedToService", service),))
        )


def _is_whole(name: str, value: str) -> bool:
    """Return whether *value* of the parameter *name* is an ARN: by its text, or because one is asked for."""
    return is_arn(value) or (name.endswith("Arn") and PLACEHOLDER.match(value) is not None)


def literal(value: object) -> str | None:
    """Return *value* if it is text that is not computed: no JSONata."""
    return value if isinstance(value, str) and value and not is_fenced(value) else None


def is_arn(text: str) -> bool:
    """Return whether *text* is an ARN, or a placeholder whose name says that it is one."""
    if text.startswith("arn:"):
        return True
    found = PLACEHOLDER.match(text)
    return found is not None and found[1].endswith(("Arn", "ARN", "_arn"))


def members(value: object) -> Iterator[tuple[str, object]]:
    """Yield name and value of every member at any depth; of `Name.$` the name, since its value is not known."""
    pending = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, Mapping):
            for name, member in found.items():
                yield (name[:-2], None) if name.endswith(".$") else (name, member)
            pending.extend(found.values())
        elif isinstance(found, list):
            pending.extend(found)
