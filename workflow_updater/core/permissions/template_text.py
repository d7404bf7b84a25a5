"""
Intrinsics of a template as text that can be compared: what `Fn::Sub` would be given to say the same.

`!GetAtt Cases.Arn` and `!Sub arn:${AWS::Partition}:dynamodb:…:table/${Cases}` are the same text here. What is not
understood becomes a text of its own, `${?…}`, equal only to itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_TOKEN = re.compile(r"\$\{([^!}][^}]*)\}")
_HERE = "${AWS::Region}:${AWS::AccountId}"


class Kind(NamedTuple):
    """How a type names its resources: *arn* and *ref* with `{}` for the name, *name* the property that sets it."""

    arn: str
    ref: str
    name: str
    attribute: str = ""  # that holds the name when Ref does not: `${Queue.QueueName}`


def _kind(service: str, resource: str, name: str, *, ref: str = "{}", attribute: str = "") -> Kind:
    place = "::" if service == "s3" else f":{_HERE}" if service != "iam" else "::${AWS::AccountId}"
    arn = "arn:${AWS::Partition}:" + f"{service}{place}:{resource}{{}}"
    return Kind(arn, arn if ref == "arn" else ref, name, attribute)


# Source: "Return values" of each type in
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
KINDS = {
    "AWS::Athena::WorkGroup": _kind("athena", "workgroup/", "Name"),
    "AWS::CodeBuild::Project": _kind("codebuild", "project/", "Name"),
    "AWS::DynamoDB::Table": _kind("dynamodb", "table/", "TableName"),
    "AWS::ECS::Cluster": _kind("ecs", "cluster/", "ClusterName"),
    "AWS::Events::EventBus": _kind("events", "event-bus/", "Name"),
    "AWS::Glue::Job": _kind("glue", "job/", "Name"),
    "AWS::IAM::Role": _kind("iam", "role/", "RoleName"),
    "AWS::Kinesis::Stream": _kind("kinesis", "stream/", "Name"),
    "AWS::KinesisFirehose::DeliveryStream": _kind("firehose", "deliverystream/", "DeliveryStreamName"),
    "AWS::Lambda::Function": _kind("lambda", "function:", "FunctionName"),
    "AWS::Serverless::Function": _kind("lambda", "function:", "FunctionName"),
    "AWS::S3::Bucket": _kind("s3", "", "BucketName"),
    "AWS::SNS::Topic": _kind("sns", "", "TopicName", ref="arn", attribute="TopicName"),
    "AWS::SQS::Queue": _kind(
        "sqs",
        "",
        "QueueName",
        ref="https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/{}",
        attribute="QueueName",
    ),
    "AWS::StepFunctions::StateMachine": _kind(
        "states", "stateMachine:", "StateMachineName", ref="arn", attribute="Name"
    ),
}
_ARN_ATTRIBUTES = {"Arn", "TopicArn"}


def intrinsic_text(value: object, resources: Mapping[str, Any]) -> str:
    """Return the text of a property's *value*; *resources* are those of the template."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    found = _understood(value, resources)
    return _opaque(value) if found is None else found


def _understood(value: object, resources: Mapping[str, Any]) -> str | None:
    found: str | None = None
    match value:
        case {"Ref": str(name)}:
            found = _ref(name, resources)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            found = _attribute(name, attribute, resources)
        case {"Fn::GetAtt": str(path)}:
            name, _, attribute = path.partition(".")
            found = _attribute(name, attribute, resources)
        case {"Fn::Sub": str(text)}:
            found = _substituted(text, {}, resources)
        case {"Fn::Sub": [str(text), dict(names)]}:
            found = _substituted(text, names, resources)
        case {"Fn::Join": [str(separator), list(parts)]}:
            found = separator.join(intrinsic_text(part, resources) for part in parts)
    return found


def is_opaque(text: str) -> bool:
    """Return whether *text* stands for an intrinsic that was not understood, or begins with one."""
    return text.startswith("${?")


def _opaque(value: object) -> str:
    return "${?" + json.dumps(value, sort_keys=True, default=str).replace("}", ")").replace("{", "(") + "}"


def _substituted(text: str, names: Mapping[str, Any], resources: Mapping[str, Any]) -> str:
    def replaced(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name in names:
            return intrinsic_text(names[name], resources)
        if "." in name:
            owner, _, attribute = name.partition(".")
            return _attribute(owner, attribute, resources)
        return _ref(name, resources)

    return _TOKEN.sub(replaced, text)


def _ref(name: str, resources: Mapping[str, Any]) -> str:
    kind = _known(name, resources)
    return kind.ref.replace("{}", own_name(name, resources)) if kind else f"${{{name}}}"


def _attribute(name: str, attribute: str, resources: Mapping[str, Any]) -> str:
    kind = _known(name, resources)
    if kind and attribute in _ARN_ATTRIBUTES:
        return kind.arn.replace("{}", own_name(name, resources))
    return f"${{{name}.{attribute}}}"


def own_name(name: str, resources: Mapping[str, Any]) -> str:
    """Return what the resource with the logical id *name* is called: as its properties say, else a token for it."""
    kind = _known(name, resources)
    given = _properties(name, resources).get(kind.name) if kind else None
    if kind and given is not None:
        return intrinsic_text(given, resources)
    return f"${{{name}.{kind.attribute}}}" if kind and kind.attribute else f"${{{name}}}"


def _known(name: str, resources: Mapping[str, Any]) -> Kind | None:
    """Return how the resource is named; None for one whose type, or path, makes it otherwise."""
    resource = resources.get(name)
    type_ = resource.get("Type") if isinstance(resource, Mapping) else None
    if "Path" in _properties(name, resources):
        return None
    return KINDS.get(type_) if isinstance(type_, str) else None


def _properties(name: str, resources: Mapping[str, Any]) -> Mapping[str, Any]:
    resource = resources.get(name)
    found = resource.get("Properties") if isinstance(resource, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def arn_intrinsics(resources: Mapping[str, Any]) -> dict[str, str]:
    """Return ARN text → `LogicalId.Arn` of every resource whose ARN is known, to write it back as a template does."""
    found = {}
    for name in resources:
        kind = _known(name, resources)
        if kind:
            attribute = "TopicArn" if kind.attribute == "TopicName" else "Arn"
            found[kind.arn.replace("{}", own_name(name, resources))] = f"{name}.{attribute}"
    return found
