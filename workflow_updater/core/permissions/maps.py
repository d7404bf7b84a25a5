"""
What a distributed map needs: to start its children, to read its items, to write its results.

Sources: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html, and for the ARN of a child,
`execution:MACHINE/LABEL:ID`, https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html.
Objects that are encrypted with a key of KMS need kms:Decrypt and kms:GenerateDataKey on that key besides; no definition
names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.machine import State
from workflow_updater.core.permissions.by_parameter import of_version
from workflow_updater.core.permissions.call import Call, Wanted
from workflow_updater.core.permissions.grant import Grant, Place
from workflow_updater.core.services.resource import parse_resource

_AS_THE_PAGE = "AWS's page grants it on this"
_BY_LABEL = "the ARNs of a map's children read so"
_MANIFEST = "the files that the manifest lists"


def map_needs(state: State, place: Place) -> Iterator[Wanted]:
    """Yield what the Map *state* itself needs, its inner states apart; an inline one needs nothing."""
    config = object_at(state.body, ("ItemProcessor", "ProcessorConfig"))
    if config.get("Mode") != "DISTRIBUTED":
        return
    yield Wanted(Grant("states:StartExecution", place.machine_arn))
    for action in ("DescribeExecution", "StopExecution"):
        for children, note in ((":*", _AS_THE_PAGE), ("/*", _BY_LABEL)):
            yield Wanted(
                Grant(f"states:{action}", place.arn("states", f"execution:{place.machine}{children}")), note=note
            )
    redrive = Grant("states:RedriveExecution", place.arn("states", f"execution:{place.machine}/*"))
    yield Wanted(redrive, note="only to redrive the map's children")
    yield from _reader(state, place)
    yield from _writer(state, place)


def _call(state: State, field: str, place: Place) -> Call | None:
    """Return the call that the reader or writer makes, None when the state has none."""
    found = object_at(state.body, (field,))
    text = found.get("Resource")
    if not isinstance(text, str):
        return None
    resource = parse_resource(text)
    parameters = object_at(found, ("Arguments",)) or object_at(found, ("Parameters",))
    return Call(resource.service, resource.action, resource.pattern, parameters, place)


def _reader(state: State, place: Place) -> Iterator[Wanted]:
    call = _call(state, "ItemReader", place)
    if call is None:
        return
    if call.action == "listObjectsV2":
        prefix = call.text("Prefix")
        listed = call.wanted("s3:ListBucket", "s3:{Bucket}")
        condition = (("StringLike", "s3:prefix", f"{prefix}*"),) if prefix else ()
        yield listed._replace(grant=listed.grant._replace(condition=condition))
        yield call.wanted("s3:GetObject", "s3:{Bucket}/{Prefix}*" if prefix else "s3:{Bucket}/*", note=_LOADED)
        return
    action = of_version("s3:GetObject") if call.mentions("VersionId") else "s3:GetObject"
    yield call.wanted(action, "s3:{Bucket}/{Key}")
    config = object_at(state.body, ("ItemReader", "ReaderConfig"))
    if config.get("InputType") == "MANIFEST" or "ManifestType" in config:
        yield Wanted(Grant("s3:GetObject", place.arn("s3", "*/*")), is_open=True, note=_MANIFEST)


_LOADED = "only when the map loads the objects that it lists (Transformation LOAD_AND_FLATTEN)"


def _writer(state: State, place: Place) -> Iterator[Wanted]:
    call = _call(state, "ResultWriter", place)
    if call is None:
        return
    objects = "s3:{Bucket}/{Prefix}/*" if call.mentions("Prefix") else "s3:{Bucket}/*"
    for action in ("AbortMultipartUpload", "GetObject", "ListMultipartUploadParts", "PutObject"):
        yield call.wanted(f"s3:{action}", objects)
