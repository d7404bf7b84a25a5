"""Names of services and errors in Step Functions: those of the AWS SDK for Java 2.x, on which it runs."""

from __future__ import annotations

import re
from functools import cache

from workflow_updater.local_cloud.state_machines.service_models import session

# The service part of aws-sdk ARNs where it is not boto3's name without its hyphens.
_BOTO3 = {"sfn": "stepfunctions", "states": "stepfunctions", "cloudwatchlogs": "logs", "eventbridge": "events"}


@cache
def _services() -> dict[str, str]:
    return {name.replace("-", ""): name for name in session().get_available_services()}


def boto3_service(service: str) -> str:
    """Return boto3's name of the *service* in a task's resource ARN (`mediapackagevod` → `mediapackage-vod`)."""
    lower = service.lower()
    return _BOTO3.get(lower) or _services().get(lower.replace("-", ""), service)


def java_service(service_id: str) -> str:
    """Return the SDK for Java's name of the service whose model has *service_id* ("DynamoDB" → "DynamoDb")."""
    return "".join(word[:1].upper() + word[1:].lower() for word in _words(service_id))


def java_exception(service: str, shape: str | None) -> str:
    """
    Return the error name of an aws-sdk task: *shape* is the modelled error of *service* (a Java name), if it is one.

    An error that the model does not name is the service's general exception: `S3.S3Exception`.
    """
    base = shape or service
    if base.endswith("Fault"):
        base = base.removesuffix("Fault")
    return f"{service}.{base if base.endswith('Exception') else base + 'Exception'}"


def _words(text: str) -> list[str]:
    """Split as the SDK for Java's code generator does (aws-sdk-java-v2, CodegenNamingUtils.splitOnWordBoundaries)."""
    text = re.sub(r"[^A-Za-z0-9]+", " ", text)
    text = re.sub(r"([^a-z]{2,})v([0-9]+)", r"\1 v\2 ", text)
    text = re.sub(r"([^A-Z]{2,})V([0-9]+)", r"\1 V\2 ", text)
    text = " ".join(re.split(r"(?<=[a-z])(?=[A-Z](?:[a-zA-Z]|[0-9]))", text))
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    text = re.sub(r"([0-9])([a-zA-Z])", r"\1 \2", text)
    return text.split()
