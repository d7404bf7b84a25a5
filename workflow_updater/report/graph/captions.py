"""What a state is and does, in a few words for a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.conditions import expression_text
from workflow_updater.core.definition.expressions.fences import is_fenced
from workflow_updater.core.definition.handlers import errors_text
from workflow_updater.core.definition.machine import objects_in

_RETRY_ATTEMPTS = 3  # source: Amazon States Language, "Retrying after error": the default of MaxAttempts
_INTEGRATION = ":states:::"
_PATTERNS = (
    (".waitForTaskToken", "waits for its token"),
    (".sync", "waits for the job"),
    (".sync:2", "waits for the job"),
)
_TARGETS = ("FunctionName", "StateMachineArn", "TableName", "TopicArn", "QueueUrl", "Bucket", "JobName", "ApiEndpoint")


def caption(type_: str, fields: Mapping[str, Any]) -> str:
    """Return what a state of that type does: `lambda:invoke Reserve`, `30 s`, `InvalidCase`."""
    match type_:
        case "Task":
            return _task(fields)
        case "Wait":
            return " ".join(_waited(fields))
        case "Fail":
            return _first(fields, "Error", "ErrorPath", "Cause")
        case "Map":
            return ", ".join(_map(fields))
        case _:
            return ""


def notes(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what else matters: time limits, then retries."""
    return (*_waits(fields), *_limits(fields), *_retries(fields))


def _task(fields: Mapping[str, Any]) -> str:
    resource = fields.get("Resource")
    if not isinstance(resource, str):
        return ""
    _, is_integration, what = resource.partition(_INTEGRATION)
    if not is_integration:
        return _last(resource)
    given = fields.get("Parameters", fields.get("Arguments"))
    found = (given.get(name, given.get(f"{name}.$")) for name in _TARGETS) if isinstance(given, dict) else ()
    target = next((_last(expression_text(one) if is_fenced(one) else one) for one in found if isinstance(one, str)), "")
    for ending, _ in _PATTERNS:
        what = what.removesuffix(ending)
    return " ".join(filter(None, (what.removeprefix("aws-sdk:"), target)))


def _last(name: str) -> str:
    """Return the telling end of an ARN or URL, any other text as it is."""
    if name.startswith("arn:") and name.count(":") >= 5:
        kind, _, rest = name.split(":", 5)[5].partition(":")
        return rest or kind
    return name.rstrip("/").rpartition("/")[2] if name.startswith("https:") else name


def _waited(fields: Mapping[str, Any]) -> Iterator[str]:
    for field, unit in (("Seconds", "s"), ("SecondsPath", "s"), ("Timestamp", ""), ("TimestampPath", "")):
        if field in fields:
            yield from ("until",) * field.startswith("Timestamp")
            yield _plain(fields[field])
            yield from (unit,) * bool(unit)


def _map(fields: Mapping[str, Any]) -> Iterator[str]:
    config = fields.get("ItemProcessor.ProcessorConfig")
    mode = config.get("Mode") if isinstance(config, dict) else None
    yield "distributed" if mode == "DISTRIBUTED" else "inline"
    most = _first(fields, "MaxConcurrency", "MaxConcurrencyPath")
    if most and most != "0":
        yield f"at most {most} at once"


def _waits(fields: Mapping[str, Any]) -> Iterator[str]:
    resource = fields.get("Resource")
    if isinstance(resource, str) and _INTEGRATION in resource:
        yield from (word for ending, word in _PATTERNS if resource.endswith(ending))


def _limits(fields: Mapping[str, Any]) -> Iterator[str]:
    for field, word in (("TimeoutSeconds", "timeout"), ("HeartbeatSeconds", "heartbeat")):
        value = _first(fields, field, f"{field}Path")
        if value:
            yield f"{word} {value} s"


def _retries(fields: Mapping[str, Any]) -> Iterator[str]:
    for _, retrier in objects_in(fields, "Retry"):
        errors = retrier.get("ErrorEquals")
        more = f" +{len(errors) - 1}" if isinstance(errors, list) and len(errors) > 1 else ""
        first = errors_text(retrier).partition(", ")[0]
        yield f"retry {_plain(retrier.get('MaxAttempts', _RETRY_ATTEMPTS))}x {first}{more}"


def _first(fields: Mapping[str, Any], *names: str) -> str:
    return next((_plain(fields[name]) for name in names if name in fields), "")


def _plain(value: object) -> str:
    return value if isinstance(value, str) and not is_fenced(value) else expression_text(value)
