"""
What the `Resource` of a Task state names: a function, an activity, an optimized integration or an SDK action.

Placeholders may stand in any part. Where one leaves open what the whole is, the kind is `open` and nothing may be
refused; a part that holds one is left as it is written, so ask `has_placeholder` before a part is compared.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from workflow_updater.core.definition.machine import State
from workflow_updater.core.definition.placeholders import PLACEHOLDER, has_placeholder

Kind = Literal["function", "activity", "integration", "sdk", "other", "open", "none"]

_FIELDS = 6  # arn:partition:service:region:account:resource
_SDK, _ACTIVITY = "aws-sdk:", "activity:"
# What stands for the colons and dots of placeholders such as ${AWS::Region} while an ARN is taken apart.
_HIDE, _SHOW = str.maketrans(":.", "\0\1"), str.maketrans("\0\1", ":.")


class Resource(NamedTuple):
    """
    A `Resource`, taken apart; what does not apply to its kind is "".

    *kind* is `function` (a Lambda function's ARN), `activity`, `integration` (`arn:…:states:::service:action`), `sdk`
    (`arn:…:states:::aws-sdk:service:action`), `other` (the ARN of another service), `open` (a placeholder leaves it
    open) or `none` (not an ARN). *service* and *action* are Step Functions' spelling (`lambda`, `invoke`), also for a
    function and an activity; *pattern* is what follows the action's dot: "", `sync`, `sync:2`, `waitForTaskToken` or
    whatever was written. *name* is that of the function or activity, *qualifier* the function's version or alias,
    `None` when there is none.
    """

    text: str
    kind: Kind
    partition: str = ""
    region: str = ""
    account: str = ""
    service: str = ""
    action: str = ""
    pattern: str = ""
    name: str = ""
    qualifier: str | None = None

    @property
    def integration(self) -> str:
        """The `service:action` of an integration or SDK action, its pattern left out."""
        return f"{self.service}:{self.action}"


def resource_of(state: State) -> Resource | None:
    """Return what the Resource of a Task state names, None when it has none that is text."""
    text = state.body.get("Resource")
    return parse_resource(text) if isinstance(text, str) else None


@lru_cache(maxsize=1024)  # several rules ask, and definitions repeat themselves
def parse_resource(text: str) -> Resource:
    """Return what *text*, a `Resource`, names."""
    if not has_placeholder(text):
        return _parsed(text, "none")
    hidden = PLACEHOLDER.sub(lambda found: found[0].translate(_HIDE), text)
    found = _parsed(hidden, "open")
    return Resource._make(part.translate(_SHOW) if isinstance(part, str) else part for part in found)


def _parsed(text: str, unknown: Kind) -> Resource:
    """Return what *text* names; *unknown* is the kind of what is not the form of an ARN."""
    fields = text.split(":", _FIELDS - 1)
    if len(fields) < _FIELDS or fields[0] != "arn":
        return Resource(text, unknown)
    _, partition, service, region, account, rest = fields
    place = Resource(text, "other", partition, region, account, service, name=rest)
    if "${" in service:
        return place._replace(kind=unknown)
    if service == "states":
        return _of_step_functions(place, rest, unknown)
    if service == "lambda":
        return _of_lambda(place, rest, unknown)
    return place


def _of_lambda(place: Resource, rest: str, unknown: Kind) -> Resource:
    kind, _, named = rest.partition(":")
    if kind != "function":
        return place._replace(kind=unknown) if "${" in kind else place
    name, colon, qualifier = named.partition(":")
    return place._replace(kind="function", action="invoke", name=name, qualifier=qualifier if colon else None)


def _of_step_functions(place: Resource, rest: str, unknown: Kind) -> Resource:
    if rest.startswith(_ACTIVITY):
        return place._replace(kind="activity", name=rest.removeprefix(_ACTIVITY))
    service, colon, called = rest.removeprefix(_SDK).partition(":")
    if not colon:
        return place._replace(kind=unknown) if "${" in rest else place
    action, _, pattern = called.partition(".") if not called.endswith(".") else (called, "", "")
    kind: Kind = "sdk" if rest.startswith(_SDK) else "integration"
    return place._replace(kind=kind, service=service, action=action, pattern=pattern, name="")
