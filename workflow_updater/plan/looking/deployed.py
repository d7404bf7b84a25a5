"""What a stack's state machine runs, to compare a definition with; and what was once pushed to it."""

from __future__ import annotations

from typing import Any

from workflow_updater.cloud.ports import Cloud
from workflow_updater.core.change.live_match import matches
from workflow_updater.core.content_address import Location, addressed_digest, digest, parse_location
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.placeholders import PLACEHOLDER, could_become
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.errors import LocationUnreadable
from workflow_updater.errors import Refused, UsageError
from workflow_updater.plan.looking.condition import read_condition
from workflow_updater.plan.looking.find_machine import find_machine
from workflow_updater.plan.snapshot import Live, injected_definition


def read_deployed(cloud: Cloud, stack: str, *, resource: str) -> Live:
    """
    Return what the state machine *resource* ("": the only one) runs now.

    Raises:
        UsageError: there is no such stack or state machine, or several machines and none is named.
        CloudUnavailable: AWS did not answer, or denied it.
    """
    chosen = find_machine(cloud.stacks, stack, resource=resource)
    live = cloud.machines.describe(chosen.physical_id)
    deployed = injected_definition(cloud.stacks.deployed_template(stack), chosen.logical_id)
    return Live(live.definition, live.role_arn, deployed)


def comparable(deployed: str, running: str, wanted: object) -> tuple[object, object]:
    """
    Return what runs and what is wanted in a form in which only true differences differ.

    While what CloudFormation deployed still runs, that is compared, placeholders included. Else the live definition is,
    and placeholders of the wanted one read what stands in their place.
    """
    if matches(deployed, running):
        return definition_value(deployed), wanted
    value = definition_value(running)
    return value, _settled(wanted, value)


def read_pushed(cloud: Cloud, place: str, stack: str, *, resource: str) -> Any:  # noqa: ANN401 - any JSON
    """
    Return the definition that was pushed to *place*: `s3://BUCKET/KEY?versionId=V`, or `sha256:DIGEST` of the stack.

    Raises:
        UsageError: *place* is neither, nothing is there, or the stack's own location does not tell where to look.
        Refused: the object is not what its digest promises.
    """
    location = _location(cloud, place, stack, resource)
    body = cloud.objects.get(location.bucket, location.key, location.version_id)
    shown = f"s3://{location.bucket}/{location.key}"
    if body is None:
        raise UsageError(f"nothing was pushed to {shown}", hint="check the digest; `status` shows the one that runs")
    promised = addressed_digest(location.key)
    if promised and digest(body) != promised:
        raise Refused(f"{shown} is not what its digest promises", hint="somebody wrote to the bucket past this tool")
    found = read_json(body)
    if not isinstance(found, Document):
        raise UsageError(f"{shown} is no definition: {found[0].message}")
    return found.value


def _location(cloud: Cloud, place: str, stack: str, resource: str) -> Location:
    if not place.startswith("sha256:"):
        try:
            return parse_location(place)
        except LocationUnreadable as fault:
            raise UsageError(str(fault)) from fault
    if not stack:
        raise UsageError(f"--stack is missing: it tells where {place} was pushed", hint="or give s3://BUCKET/KEY")
    content = place.removeprefix("sha256:")
    if not addressed_digest(f"{content}.asl.json"):
        raise UsageError(f"{place} is no digest", hint="sha256: and 64 hexadecimal digits, as `plan --json` tells them")
    now = read_condition(cloud, stack, resource=resource).location
    try:
        here = parse_location(now)
    except LocationUnreadable:
        raise UsageError(f"stack {stack} has no workflow yet", hint="give s3://BUCKET/KEY instead") from None
    folder = here.key.rpartition("/")[0]
    return Location(here.bucket, f"{folder}/{content}.asl.json".lstrip("/"))


def definition_value(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of a definition as it is deployed or live, {} for what is none."""
    read = read_json(text.encode())
    return read.value if isinstance(read, Document) else {}


def _settled(pushed: object, running: object) -> object:
    """Return *pushed* with what CloudFormation put in place of its placeholders: that is no change."""
    match pushed, running:
        case str(), str():
            return running if could_become(pushed, running) else pushed
        case str(), bool() | int() | float() if PLACEHOLDER.fullmatch(pushed):  # its quotes went when it was injected
            return running
        case dict(), dict():
            return {key: _settled(value, running.get(key)) for key, value in pushed.items()}
        case list(), list() if len(pushed) == len(running):
            return [_settled(one, other) for one, other in zip(pushed, running, strict=True)]
    return pushed
