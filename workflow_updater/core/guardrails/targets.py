"""
What a call reaches: the parameters of a call that name something of somebody's, and what could hide one.

The AWS SDK has some 20,000 actions, so names decide: the known ones, those that end like an ARN, a URL or a role, and
those that the policy lists. Any other parameter is of no interest while its value stands in the definition; computed,
it could be an object with a target in it, unless the parameter is known to be data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.guardrails.patterns import is_open
from workflow_updater.core.guardrails.workflow import Call

_ENDINGS = ("arn", "arns", "url", "urls", "uri", "role", "endpoint", "bucket")
_NAMES = """
activityarn apiendpoint applicationid bucketname cluster clusterid clustername connectionarn copysource crawlername
deliverystreamname endpointname eventbusname functionname jobdefinition jobname jobqueue keyid modelid phonenumber
projectname queueurl rolename secretid statemachinearn streamname tablename targetarn taskdefinition topicarn username
userpoolid virtualclusterid workgroup
"""
_KNOWN = frozenset(_NAMES.split())
# By service, parameters that are data: they may be computed, and are not looked into. All names in lower case.
_OF_DYNAMODB = (
    "item key expressionattributevalues expressionattributenames conditionexpression updateexpression filterexpression "
    "projectionexpression keyconditionexpression consistentread returnvalues returnconsumedcapacity limit "
    "returnitemcollectionmetrics returnvaluesonconditioncheckfailure exclusivestartkey scanindexforward indexname "
    "select"
)
_OF_STEP_FUNCTIONS = "input name traceheader tasktoken output error cause"
_OF_EVENTS = "detail detailtype source time traceheader"
_DATA = {
    service: frozenset(names.split())
    for service, names in {
        "apigateway": "requestbody queryparameters headers path",
        "batch": "jobname parameters",
        "bedrock": "body contenttype accept",
        "dynamodb": _OF_DYNAMODB,
        "eventbridge": _OF_EVENTS,
        "events": _OF_EVENTS,
        "glue": "arguments jobrunid",
        "http": "requestbody queryparameters headers",
        "lambda": "payload clientcontext invocationtype logtype",
        "s3": "key body prefix contenttype metadata versionid maxkeys continuationtoken startafter tagging",
        "sfn": _OF_STEP_FUNCTIONS,
        "sns": "message subject messageattributes messagestructure messagegroupid messagededuplicationid",
        "sqs": "messagebody delayseconds messageattributes messagegroupid messagededuplicationid id",
        "states": _OF_STEP_FUNCTIONS,
    }.items()
}
_OF_ALL = frozenset({"clienttoken", "clientrequesttoken"})  # made anew for each call


class Target(NamedTuple):
    """The parameter *name* at *place* names a target: *text*, or None when it is computed or no text."""

    place: str
    name: str
    text: str | None


class Hidden(NamedTuple):
    """What stands at *place* could hold a target that nobody sees; *why* says what it is."""

    place: str
    why: str


def targets(call: Call, listed: Collection[str]) -> Iterator[Target | Hidden]:
    """Yield the targets of *call*, an integration or SDK action; *listed* are the policy's own names, in lower case."""
    service = call.resource.service.casefold() if call.resource else ""
    data = (_OF_ALL | _DATA.get(service, _OF_ALL)).difference(listed)
    pending: list[tuple[Path, Any]] = list(reversed(call.arguments))
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            for key, member in reversed(value.items()):
                found = _found(call, (*path, key), member, listed, data)
                if found is None:
                    pending.append(((*path, key), member))
                else:
                    yield from found
        elif isinstance(value, list):
            pending.extend(((*path, index), value[index]) for index in reversed(range(len(value))))
        elif is_computed(call, value):
            yield Hidden(pointer(path), "is computed, and could hold a target")


def is_computed(call: Call, value: object) -> bool:
    """Return whether only the execution knows *value*."""
    return isinstance(value, str) and call.query_language != "JSONPath" and "{%" in value


def _found(
    call: Call, path: Path, value: object, listed: Collection[str], data: Collection[str]
) -> list[Target | Hidden] | None:
    """Return what a parameter names or hides, [] when it is data; None when what is in it has to be looked at."""
    key = str(path[-1])
    if is_open(key):
        return [Hidden(pointer(path), "has a placeholder in its name, and so could be any parameter")]
    name = key.removesuffix(".$")
    folded = name.casefold()
    if folded in data:
        return []
    by_path = key != name and call.query_language != "JSONata"
    if folded in listed or folded in _KNOWN or folded.endswith(_ENDINGS):
        named = [Target(pointer(path), name, None)] if by_path else list(_targets(call, path, name, value))
        if named:
            return [*named]
    return [Hidden(pointer(path), "is computed, and could hold a target")] if by_path else None


def _targets(call: Call, path: Path, name: str, value: object) -> Iterator[Target]:
    """Yield what a parameter names, or each in the list of what it names; nothing when it is an object."""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(value):
            yield _target(call, (*path, index), name, item)
    elif not isinstance(value, dict | list):
        yield _target(call, path, name, value)


def _target(call: Call, path: Path, name: str, value: object) -> Target:
    return Target(pointer(path), name, value if isinstance(value, str) and not is_computed(call, value) else None)
