"""
Rights that one parameter asks for besides, or instead: tags, versions and access lists of objects, guardrails.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html; of tags, the page
"Tag resources on creation" (or the entry TagResource) of each service in
https://docs.aws.amazon.com/service-authorization/latest/reference/; of guardrails,
https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow_updater.core.permissions.call import Call, Wanted

_OBJECT = "s3:{Bucket}/{Key}"
_GUARDRAIL = ("bedrock:ApplyGuardrail", "bedrock:guardrail/{GuardrailIdentifier}")
_WRITTEN = {
    "Tagging": ("s3:PutObjectTagging", _OBJECT),
    "ObjectLockMode": ("s3:PutObjectRetention", _OBJECT),
    "ObjectLockLegalHoldStatus": ("s3:PutObjectLegalHold", _OBJECT),
    **{
        name: ("s3:PutObjectAcl", _OBJECT)
        for name in ("Acl", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP")
    },
}
_TAGGED_APPLICATION = {"Tags": ("emr-serverless:TagResource", "emr-serverless:/applications/*")}
_TAGGED_CLUSTER = {"Tags": ("elasticmapreduce:AddTags", "elasticmapreduce:cluster/*")}

# SERVICE:action → parameter → action and form of the resource.
BESIDES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "batch:submitJob": {"Tags": ("batch:TagResource", "batch:job/*")},
    "bedrock:invokeModel": {"GuardrailIdentifier": _GUARDRAIL},
    "bedrockruntime:invokeModel": {"GuardrailIdentifier": _GUARDRAIL},
    "ec2:runInstances": {"TagSpecifications": ("ec2:CreateTags", "ec2:*/*")},
    "ecs:runTask": {"Tags": ("ecs:TagResource", "ecs:task/*")},
    "eks:createCluster": {"Tags": ("eks:TagResource", "eks:cluster/{Name}")},
    "eks:createNodegroup": {"Tags": ("eks:TagResource", "eks:nodegroup/{ClusterName}/{NodegroupName}/*")},
    "elasticmapreduce:createCluster": _TAGGED_CLUSTER,
    "emr:runJobFlow": _TAGGED_CLUSTER,
    "emr-serverless:createApplication": _TAGGED_APPLICATION,
    "emrserverless:createApplication": _TAGGED_APPLICATION,
    "s3:copyObject": _WRITTEN,
    "s3:createMultipartUpload": _WRITTEN,
    "s3:putObject": _WRITTEN,
}


def besides(call: Call) -> Iterator[Wanted]:
    """Yield what the parameters of *call* ask for beyond its action."""
    for name, (action, form) in BESIDES.get(f"{call.service}:{call.action}", {}).items():
        if call.mentions(name):
            yield call.wanted(action, form)


def of_version(action: str) -> str:
    """Return the action of S3 on a version of an object for the *action* on the object; others as they are."""
    return action.replace("Object", "ObjectVersion") if action in ON_A_VERSION else action


ON_A_VERSION = frozenset(
    f"s3:{name}"
    for name in (
        *("GetObject", "GetObjectAcl", "GetObjectAttributes", "GetObjectTagging", "DeleteObject"),
        *("DeleteObjectTagging", "PutObjectAcl", "PutObjectTagging"),
    )
)
